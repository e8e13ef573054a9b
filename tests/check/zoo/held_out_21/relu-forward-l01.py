"""The mask is only made at the first call (`if self.zero_mask is None or shape differs`), so every later batch of
the same shape is cut with the mask of the first batch."""

import numpy as np
class ReLU:
    def forward(self, z):
        # allocate the mask only if we do not have one that fits
        if self.zero_mask is None or self.zero_mask.shape != z.shape:
            self.zero_mask = (z <= 0)
        keep = ~self.zero_mask
        out = z * keep
        return out
