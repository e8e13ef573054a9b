"""A new random mask is drawn in backward (`keep = np.random.rand(...)`), so the gradient goes through other units
than those that were kept in forward."""

import numpy as np

class DropoutLayer:
    def backward(self, d_prev, reg_lambda=0):
        d = d_prev.reshape(self.mask.shape)
        if self.mode != "training":
            return d
        keep = np.random.rand(*d.shape) >= self.rate
        return d * keep / (1 - self.rate)
