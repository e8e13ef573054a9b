"""dW is an alias of self.W (no copy), so the in-place `dW *= reg_lambda` and `+=` overwrite the weights
themselves; W becomes the gradient, and dx and the update use it."""

import numpy as np


class FCLayer:
    def backward(self, d_prev, reg_lambda):
        dW = self.W
        dW *= reg_lambda
        dW += np.dot(self.x.T, d_prev)
        self.dW = dW
        self.db = d_prev.sum(axis=0)
        return np.dot(d_prev, self.W.T)
