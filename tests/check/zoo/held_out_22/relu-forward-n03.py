"""The output buffer is made with an integer dtype (`np.zeros(z.shape, dtype=int)`), so the positive activations
are truncated to whole numbers."""

import numpy as np


class ReLU:
    def forward(self, z):
        self.zero_mask = np.less_equal(z, 0)
        positive = np.logical_not(self.zero_mask)
        a = np.zeros(z.shape, dtype=int)
        a[positive] = z[positive]
        return a
