"""dW is added to the dW of the previous call (as PyTorch accumulates gradients) and never set back to zero:
self.dW += ..."""

import numpy as np


class FCLayer:
    def backward(self, d_prev, reg_lambda):
        if self.dW is None:
            self.dW = np.zeros_like(self.W)
        self.dW += np.dot(self.x.T, d_prev) + reg_lambda * self.W
        self.db = d_prev.sum(0)
        dx = np.dot(d_prev, self.W.T)
        return dx
