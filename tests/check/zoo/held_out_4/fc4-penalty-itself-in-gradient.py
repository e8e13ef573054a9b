"""Adds the L2 term of the loss, (lambda/2) sum W^2, to dW, and not its derivative: "the regularised gradient is
the gradient plus the regulariser"."""

import numpy as np


class FCLayer:
    def backward(self, d_prev, reg_lambda):
        penalty = reg_lambda / 2 * np.sum(self.W**2)
        self.dW = np.dot(self.x.T, d_prev) + penalty
        self.db = np.sum(d_prev, axis=0)
        return np.dot(d_prev, self.W.T)
