"""The gradient to the input is computed with decayed weights (1 - lambda) W instead of W: the L2 term does not
depend on x."""

import numpy as np


class FCLayer:
    def backward(self, d_prev, reg_lambda):
        reg = reg_lambda * self.W
        self.db = np.sum(d_prev, axis=0)
        self.dW = self.x.T.dot(d_prev) + reg
        W = self.W - reg
        return d_prev.dot(W.T)
