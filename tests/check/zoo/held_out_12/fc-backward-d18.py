"""The data part of dW is divided by the batch size once more, although the softmax gradient has been averaged
already; `/ N`."""

import numpy as np

class FCLayer:
    def backward(self, d_prev, reg_lambda):
        N = self.x.shape[0]
        self.db = d_prev.sum(axis=0)
        self.dW = np.dot(self.x.T, d_prev) / N
        self.dW += reg_lambda * self.W
        dx = np.dot(d_prev, self.W.T)
        return dx
