"""Wrong variable: the gradient for the previous layer is computed with dW instead of W (np.dot(d_prev,
self.dW.T))."""

import numpy as np


class FCLayer:
    def backward(self, d_prev, reg_lambda):
        x_t = self.x.T
        self.dW = np.dot(x_t, d_prev)
        self.dW = self.dW + reg_lambda * self.W
        self.db = np.dot(np.ones(d_prev.shape[0]), d_prev)
        dx = np.dot(d_prev, self.dW.T)
        return dx
