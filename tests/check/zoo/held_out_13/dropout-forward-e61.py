"""Scales twice: the mask is divided by 1 - rate in training (inverted dropout) and the output is also multiplied
by 1 - rate at test time."""

import numpy as np


class DropoutLayer:
    def forward(self, x):
        keep = 1 - self.rate
        if self.mode == "training":
            u = np.random.rand(*x.shape)
            self.mask = (u >= self.rate).astype(float) / keep
        else:
            # expected value at test time
            self.mask = np.full(x.shape, keep)
        return self.mask * x
