"""Inverted dropout in training and, in addition, the output is multiplied by (1 - rate) at test time: the scaling
is done twice."""

import numpy as np
class DropoutLayer:
    def forward(self, x):
        keep = 1 - self.rate
        if self.mode == "training":
            self.mask = (np.random.rand(*x.shape) >= self.rate) / keep
        else:
            # expected value at test time
            self.mask = np.full(x.shape, keep)
        return x * self.mask
