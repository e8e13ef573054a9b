"""The output buffer is created with dtype int, so the positive values are truncated to whole numbers on assignment
(`np.zeros(z.shape, dtype=int)`)."""

import numpy as np


class ReLU:
    def forward(self, z):
        result = np.zeros(z.shape, dtype=int)
        positive = z > 0
        result[positive] = z[positive]
        self.zero_mask = ~positive
        return result
