"""The L2 penalty itself, the number lambda/2 * sum W^2, is added to dW instead of its gradient lambda W (lines
"penalty = ..." and "self.dW = grad + penalty")."""

import numpy as np

class FCLayer:
    def backward(self, d_prev, reg_lambda):
        grad = np.dot(self.x.T, d_prev)
        penalty = reg_lambda / 2 * np.sum(self.W ** 2)
        self.dW = grad + penalty
        self.db = d_prev.sum(axis=0)
        return np.dot(d_prev, self.W.T)
