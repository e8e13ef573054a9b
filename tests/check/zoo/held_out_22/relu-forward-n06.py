"""The identity max(z,0) = (z+|z|)/2 is written without the division by 2 (line `out = z + np.abs(z)`), so positive
activations are doubled."""

import numpy as np


class ReLU:
    def forward(self, z):
        self.zero_mask = ~(z > 0)
        out = z + np.abs(z)
        return out
