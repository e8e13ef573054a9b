"""A new random mask is drawn in backward instead of using the one of the forward pass."""

import numpy as np
class DropoutLayer:
    def backward(self, d_prev, reg_lambda=0):
        d_prev = d_prev.reshape(self.mask.shape)
        if self.mode != "training":
            return d_prev
        drop = np.random.rand(*d_prev.shape) < self.rate
        d = d_prev / (1 - self.rate)
        d[drop] = 0
        return d
