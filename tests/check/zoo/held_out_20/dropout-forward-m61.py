"""In test mode the activations are scaled by 1 - rate although training has already divided by it (inverted and
ordinary dropout mixed)."""

import numpy as np


class DropoutLayer:
    def forward(self, x):
        keep = 1 - self.rate
        if self.mode == "training":
            drop = np.random.rand(*x.shape) < self.rate
            self.mask = np.where(drop, 0.0, 1 / keep)
        else:
            # expected value at test time
            self.mask = np.full(x.shape, keep)
        return x * self.mask
