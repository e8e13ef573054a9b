"""Adds the value of the L2 penalty (`0.5 * reg_lambda * np.sum(self.W ** 2)`, one number) to the gradient instead
of its derivative reg_lambda * W."""

import numpy as np

class FCLayer:
    def backward(self, d_prev, reg_lambda):
        l2 = 0.5 * reg_lambda * np.sum(self.W ** 2)
        self.dW = self.x.T @ d_prev + l2
        self.db = np.sum(d_prev, axis=0)
        dx = d_prev @ self.W.T
        return dx
