"""db sums over both axes (a scalar spread over all H outputs by broadcasting): `np.sum(d_prev)` without axis=0."""

import numpy as np

class FCLayer:
    def backward(self, d_prev, reg_lambda):
        dx = np.dot(d_prev, self.W.T)
        self.dW = np.dot(self.x.T, d_prev)
        self.dW = self.dW + reg_lambda * self.W
        self.db = np.zeros(self.W.shape[1])
        self.db[:] = np.sum(d_prev)
        return dx
