"""Adds the value of the L2 loss, (lambda/2) sum W^2 (one number), to every entry of dW instead of its derivative
lambda W."""

import numpy as np


class FCLayer:
    def backward(self, d_prev, reg_lambda):
        l2 = reg_lambda / 2 * np.sum(np.square(self.W))
        self.dW = self.x.T.dot(d_prev) + l2
        self.db = np.ones(len(d_prev)).dot(d_prev)
        return d_prev.dot(self.W.T)
