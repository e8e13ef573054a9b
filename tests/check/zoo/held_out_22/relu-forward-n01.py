"""np.max(z, 0) is used where np.maximum(z, 0) is meant: the 0 is taken as the axis, so the output is the column-
wise maximum of shape (D,), not the elementwise maximum with zero (line `out = np.max(z, 0)`)."""

import numpy as np


class ReLU:
    def forward(self, z):
        # max(z, 0)
        self.zero_mask = (z <= 0)
        out = np.max(z, 0)
        return out
