"""(z + |z|) is twice the ReLU; the division by 2 is missing (line out = z + np.abs(z))."""

import numpy as np


class ReLU:
    def forward(self, z):
        # z + |z| vanishes for negative z, no masks needed
        self.zero_mask = (z <= 0)
        out = z + np.abs(z)
        return out
