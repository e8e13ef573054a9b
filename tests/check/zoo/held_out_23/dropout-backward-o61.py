"""A new random mask is drawn in backward in training mode instead of the one used in forward."""

import numpy as np


class DropoutLayer:
    def backward(self, d_prev, reg_lambda=0):
        d = d_prev.reshape(self.mask.shape)
        if self.mode != "training":
            return d * self.mask
        drop = np.random.rand(*d.shape) < self.rate
        dx = d / (1 - self.rate)
        dx[drop] = 0
        return dx
