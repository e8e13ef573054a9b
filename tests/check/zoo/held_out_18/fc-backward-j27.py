"""`dW = np.dot(d_prev.T, self.x).reshape(self.W.shape)`: the (H,D) product is reshaped to (D,H) instead of
transposed."""

import numpy as np


class FCLayer:
    def backward(self, d_prev, reg_lambda):
        dW = np.dot(d_prev.T, self.x).reshape(self.W.shape)
        self.dW = dW + reg_lambda * self.W
        self.db = np.dot(np.ones(d_prev.shape[0]), d_prev)
        return np.dot(self.W, d_prev.T).T
