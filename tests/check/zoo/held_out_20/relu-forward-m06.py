"""The mask is built only when there is none of that shape yet (the `if self.zero_mask is None or ...` line), so
from the second batch of the same size on backward uses the first batch's mask."""

import numpy as np


class ReLU:
    def forward(self, z):
        if self.zero_mask is None or self.zero_mask.shape != z.shape:
            self.zero_mask = np.ones(z.shape, dtype=bool)
            self.zero_mask[z > 0] = False
        return (z + np.abs(z)) / 2
