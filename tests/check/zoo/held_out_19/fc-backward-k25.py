"""Averages the data part of dW over the batch (/ m) although the softmax backward has divided by N already."""

import numpy as np


class FCLayer:
    def backward(self, d_prev, reg_lambda):
        m = self.x.shape[0]
        grad_w = (1. / m) * np.dot(self.x.T, d_prev)
        self.dW = grad_w + reg_lambda * self.W
        self.db = np.sum(d_prev, axis=0)
        grad_x = np.dot(d_prev, self.W.T)
        return grad_x
