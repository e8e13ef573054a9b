"""The result is collected in an integer array (`np.zeros(z.shape, dtype=int)`), so all positive activations are
truncated to whole numbers."""

import numpy as np
class ReLU:
    def forward(self, z):
        self.zero_mask = np.zeros(z.shape, dtype=bool)
        out = np.zeros(z.shape, dtype=int)
        for index, value in np.ndenumerate(z):
            if value > 0:
                out[index] = value
            else:
                self.zero_mask[index] = True
        return out
