"""`0.5 * reg_lambda * np.sum(self.W ** 2)` is added to every entry of dW: the value of the L2 term instead of its
gradient lambda W."""

import numpy as np


class FCLayer:
    def backward(self, d_prev, reg_lambda):
        l2 = 0.5 * reg_lambda * np.sum(self.W ** 2)
        self.dW = np.dot(self.x.T, d_prev) + l2
        self.db = np.sum(d_prev, axis=0)
        dx = np.dot(d_prev, self.W.T)
        return dx
