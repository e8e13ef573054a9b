"""Adds the value of the L2 penalty (a scalar, lambda/2 sum W^2) to dW instead of its gradient lambda W."""

import numpy as np

class FCLayer:
    def backward(self, d_prev, reg_lambda):
        self.dW = np.matmul(np.transpose(self.x), d_prev)
        self.db = np.add.reduce(d_prev, axis=0)
        # regularization
        penalty = 0.5 * reg_lambda * np.sum(np.square(self.W))
        self.dW = self.dW + penalty
        return np.matmul(d_prev, np.transpose(self.W))
