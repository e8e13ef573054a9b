"""Wrong variable in the L2 term: lambda times dW itself is added and not lambda times W (line `self.dW +=
reg_lambda * self.dW`)."""

import numpy as np


class FCLayer:
    def backward(self, d_prev, reg_lambda):
        Wt = self.W.T
        self.dW = np.dot(self.x.T, d_prev)
        self.dW += reg_lambda * self.dW
        self.db = np.sum(d_prev, axis=0)
        dx = np.dot(d_prev, Wt)
        return dx
