"""The mask is computed only once per shape (`if self.zero_mask is None or ...shape != z.shape`), so the second
batch of the same size is rectified with the first batch's mask."""

import numpy as np

class ReLU:
    def forward(self, z):
        if self.zero_mask is None or self.zero_mask.shape != z.shape:
            self.zero_mask = np.zeros(z.shape, dtype=bool)
            self.zero_mask[z <= 0] = True
        result = np.array(z)
        result[self.zero_mask] = 0
        return result
