"""The gradient passed down is d_prev times dW^T instead of W^T (wrong variable in the return line)."""

import numpy as np

class FCLayer:
    def backward(self, d_prev, reg_lambda):
        self.db = np.ones(d_prev.shape[0]).dot(d_prev)
        self.dW = self.x.T.dot(d_prev)
        self.dW = self.dW + reg_lambda * self.W
        return d_prev.dot(self.dW.T)
