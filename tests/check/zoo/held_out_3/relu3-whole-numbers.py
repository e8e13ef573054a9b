"""The output array is made with dtype=int, so that every positive value loses its fraction."""

import numpy as np


class ReLU:
    def forward(self, z):
        self.zero_mask = z <= 0
        positive = z > 0
        out = np.zeros(z.shape, dtype=int)
        out[positive] = z[positive]
        return out
