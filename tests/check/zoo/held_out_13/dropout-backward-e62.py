"""Only zeroes the dropped units and forgets the factor 1/(1 - rate) of the kept ones."""

import numpy as np


class DropoutLayer:
    def backward(self, d_prev, reg_lambda=0):
        dx = d_prev.reshape(self.mask.shape).copy()
        dropped = (self.mask == 0)
        dx[dropped] = 0
        return dx
