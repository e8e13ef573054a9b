"""Leaves the first row of W out of the L2 gradient (reg[0] = 0, theta_0 of another course), although row 0 is an
ordinary input feature and the bias is separate."""

import numpy as np


class FCLayer:
    def backward(self, d_prev, reg_lambda):
        reg = reg_lambda * self.W
        reg[0] = 0      # do not regularize theta_0
        self.dW = np.dot(self.x.T, d_prev) + reg
        self.db = np.sum(d_prev, axis=0)
        return np.dot(d_prev, self.W.T)
