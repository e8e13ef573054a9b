"""In training a new random mask is drawn in backward in place of the mask of the forward pass."""

import numpy as np


class DropoutLayer:
    def backward(self, d_prev, reg_lambda=0):
        d = d_prev.reshape(self.mask.shape)
        if self.mode != "training":
            return d * self.mask
        keep = 1 - self.rate
        mask = np.random.binomial(1, keep, size=d.shape)
        return d * mask / keep
