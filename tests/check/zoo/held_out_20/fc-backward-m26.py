"""dW is added to what the last call left (line `self.dW = self.dW + ...`) and never reset, so gradients of earlier
batches pile up."""

import numpy as np


class FCLayer:
    def backward(self, d_prev, reg_lambda):
        if self.dW is None:
            self.dW = np.zeros_like(self.W)
        self.dW = self.dW + self.x.T.dot(d_prev) + self.W * reg_lambda
        self.db = d_prev.sum(axis=0)
        return d_prev.dot(self.W.T)
