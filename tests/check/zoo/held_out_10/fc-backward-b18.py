"""The L2 gradient is divided by the batch size (the lambda/m convention of another course): `reg_lambda / m *
self.W`."""

import numpy as np

class FCLayer:
    def backward(self, d_prev, reg_lambda):
        m = d_prev.shape[0]
        delta = d_prev
        self.db = delta.sum(0)
        self.dW = np.dot(self.x.T, delta) + (reg_lambda / m) * self.W
        da = np.dot(delta, self.W.T)
        return da
