"""`mask = (np.random.rand(...) >= self.rate) / (1 - self.rate)`: draws a new mask in the backward pass instead of
the forward pass's."""

import numpy as np


class DropoutLayer:
    def backward(self, d_prev, reg_lambda=0):
        d = d_prev.reshape(self.mask.shape)
        if self.mode == "training":
            mask = (np.random.rand(*d.shape) >= self.rate) / (1 - self.rate)
            return d * mask
        return d * self.mask
