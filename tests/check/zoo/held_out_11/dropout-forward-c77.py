"""Mixes the two kinds of dropout: training divides by 1 - rate, and the test mode multiplies by 1 - rate once more
(np.full(x.shape, keep))."""

import numpy as np


class DropoutLayer:
    def forward(self, x):
        keep = 1.0 - self.rate
        if self.mode == "training":
            u = np.random.rand(*x.shape)
            self.mask = np.where(u < self.rate, 0.0, 1.0 / keep)
        else:
            self.mask = np.full(x.shape, keep)
        return self.mask * x
