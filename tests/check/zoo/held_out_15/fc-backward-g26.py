"""The gradients are added to those of the calls before and never set to zero again ("self.dW = self.dW + ..."), as
in PyTorch without zero_grad."""

import numpy as np

class FCLayer:
    def backward(self, d_prev, reg_lambda):
        if self.dW is None:
            self.dW = np.zeros_like(self.W)
            self.db = np.zeros_like(self.b)
        self.dW = self.dW + self.x.T.dot(d_prev) + reg_lambda * self.W
        self.db = self.db + d_prev.sum(0)
        return d_prev.dot(self.W.T)
