"""The scale 1/(1-rate) of forward is lost: backward only sets the dropped places to zero (line `dx[self.mask == 0]
= 0`)."""

import numpy as np


class DropoutLayer:
    def backward(self, d_prev, reg_lambda=0):
        dx = np.array(d_prev).reshape(self.mask.shape)
        dx[self.mask == 0] = 0
        return dx
