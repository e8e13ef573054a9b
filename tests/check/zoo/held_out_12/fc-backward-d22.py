"""Wrong variable: the gradient to the input uses self.dW.T in place of self.W.T."""

import numpy as np

class FCLayer:
    def backward(self, d_prev, reg_lambda):
        self.dW = np.dot(np.transpose(self.x), d_prev) + reg_lambda * self.W
        self.db = np.sum(d_prev, axis=0)
        dx = np.dot(d_prev, np.transpose(self.dW))
        return dx
