"""The regularization is divided by the batch size (lambda / N * W); the loss has lambda/2 ||W||^2 outside of the
mean over samples."""

import numpy as np


class FCLayer:
    def backward(self, d_prev, reg_lambda):
        m = self.x.shape[0]
        self.dW = self.x.T.dot(d_prev) + (reg_lambda / m) * self.W
        self.db = np.sum(d_prev, axis=0)
        return d_prev.dot(self.W.T)
