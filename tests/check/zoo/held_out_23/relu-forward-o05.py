"""The mask is only computed on the first call or when the shape changes (`if self.zero_mask is None or ...shape !=
z.shape`), so a second batch of the same size is back-propagated with the first batch's mask."""

import numpy as np


class ReLU:
    def forward(self, z):
        if self.zero_mask is None or self.zero_mask.shape != z.shape:
            self.zero_mask = (z <= 0)
        out = np.maximum(0, z)
        return out
