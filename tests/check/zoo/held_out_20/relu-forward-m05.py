"""The output array is created with dtype=int (line `res = np.zeros(z.shape, dtype=int)`), so every activation is
truncated to a whole number."""

import numpy as np


class ReLU:
    def forward(self, z):
        self.zero_mask = np.logical_not(z > 0)
        res = np.zeros(z.shape, dtype=int)
        keep = np.nonzero(z > 0)
        res[keep] = z[keep]
        return res * 1.0
