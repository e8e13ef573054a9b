"""The mask is computed as out > 0 (True where the unit is active), but backward sets the masked entries to zero,
so the gradient passes exactly through the inactive units (line `self.zero_mask = out > 0`)."""

import numpy as np


class ReLU:
    def forward(self, z):
        out = np.maximum(0, z)
        self.zero_mask = out > 0
        return out
