"""The gradient of an L1 penalty (`reg_lambda * np.sign(self.W)`) is added in place of lambda W."""

import numpy as np


class FCLayer:
    def backward(self, d_prev, reg_lambda):
        penalty = reg_lambda * np.sign(self.W)
        self.dW = np.tensordot(self.x, d_prev, axes=(0, 0)) + penalty
        self.db = d_prev.sum(axis=0)
        return np.tensordot(d_prev, self.W, axes=(1, 1))
