"""Wrong variable: the returned gradient is d_prev times the transpose of self.dW in place of self.W."""

import numpy as np


class FCLayer:
    def backward(self, d_prev, reg_lambda):
        self.db = d_prev.sum(0)
        self.dW = self.x.T.dot(d_prev)
        self.dW += reg_lambda * self.W
        dx = d_prev.dot(self.dW.T)
        return dx
