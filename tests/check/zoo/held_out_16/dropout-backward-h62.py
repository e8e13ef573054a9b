"""The gradient is only zeroed where units were dropped; the factor 1/(1-rate) of the kept units is forgotten."""

import numpy as np

class DropoutLayer:
    def backward(self, d_prev, reg_lambda=0):
        grad = np.array(d_prev, dtype=float).reshape(self.mask.shape)
        grad[self.mask == 0] = 0
        return grad
