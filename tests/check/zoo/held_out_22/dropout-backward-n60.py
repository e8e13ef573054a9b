"""A new random mask is drawn in backward instead of the one that forward used."""

import numpy as np


class DropoutLayer:
    def backward(self, d_prev, reg_lambda=0):
        d = d_prev.reshape(self.mask.shape)
        if self.mode != "training":
            return d * self.mask
        keep = 1 - self.rate
        mask = np.random.rand(*d.shape) < keep
        return d * mask / keep
