"""The gradient goes back through self.dW.T, a slip for self.W.T."""

import numpy as np


class FCLayer:
    def backward(self, d_prev, reg_lambda):
        self.dW = np.matmul(self.x.T, d_prev) + reg_lambda * self.W
        self.db = np.sum(d_prev, axis=0)
        return np.matmul(d_prev, self.dW.T)
