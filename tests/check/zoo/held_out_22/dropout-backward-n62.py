"""Where forward scales by 1/(1-rate), backward only passes the gradient of the kept units and does not scale it
(mask != 0)."""

import numpy as np


class DropoutLayer:
    def backward(self, d_prev, reg_lambda=0):
        grad = d_prev.reshape(self.mask.shape).copy()
        dropped = self.mask == 0
        grad[dropped] = 0
        return grad
