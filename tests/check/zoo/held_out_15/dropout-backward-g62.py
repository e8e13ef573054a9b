"""The gradient is only set to zero where the unit was dropped; the factor 1/(1 - rate) of the kept units is
missing."""

import numpy as np

class DropoutLayer:
    def backward(self, d_prev, reg_lambda=0):
        dx = d_prev.reshape(self.mask.shape).copy()
        dropped = self.mask == 0
        dx[dropped] = 0
        return dx
