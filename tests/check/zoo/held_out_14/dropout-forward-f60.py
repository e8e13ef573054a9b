"""Scales twice: inverted dropout in training (divided by 1 - rate) and at test time x is multiplied by (1 - rate)
too, as in classical dropout."""

import numpy as np


class DropoutLayer:
    def forward(self, x):
        keep = 1 - self.rate
        if self.mode == "training":
            r = np.random.rand(*x.shape)
            self.mask = np.where(r >= self.rate, 1 / keep, 0.0)
            return x * self.mask
        # at test time all units are on, so scale down
        self.mask = np.full(x.shape, keep)
        return keep * x
