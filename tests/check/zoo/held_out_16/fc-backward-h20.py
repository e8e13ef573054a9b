"""The L2 gradient is taken as lambda times the norm of W, one scalar that is added to all entries of dW, instead
of lambda * W."""

import numpy as np

class FCLayer:
    def backward(self, d_prev, reg_lambda):
        l2 = reg_lambda * np.sqrt((self.W ** 2).sum())
        self.dW = np.dot(self.x.T, d_prev) + l2
        self.db = d_prev.sum(0)
        dx = np.dot(d_prev, self.W.T)
        return dx
