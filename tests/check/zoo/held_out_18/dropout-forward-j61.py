"""`keep = np.random.rand(*x.shape) < self.rate`: units are kept with probability rate instead of 1 - rate (the
scale is still 1/(1 - rate))."""

import numpy as np


class DropoutLayer:
    def forward(self, x):
        if self.mode != "training":
            self.mask = np.ones(x.shape)
            return x * self.mask
        keep = np.random.rand(*x.shape) < self.rate
        self.mask = keep.astype(float) / (1 - self.rate)
        return x * self.mask
