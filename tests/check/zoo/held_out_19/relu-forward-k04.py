"""The output array is made with an integer dtype (np.zeros(z.shape, dtype=int)), so positive values are truncated
to whole numbers when they are written."""

import numpy as np


class ReLU:
    def forward(self, z):
        out = np.zeros(z.shape, dtype=int)
        self.zero_mask = np.zeros(z.shape, dtype=bool)
        for idx in np.ndindex(*z.shape):
            if z[idx] > 0:
                out[idx] = z[idx]
            else:
                self.zero_mask[idx] = True
        return out
