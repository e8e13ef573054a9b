"""The L2 gradient is added inside the loop over the samples (`self.dW += np.outer(...) + reg_lambda * self.W`), so
it counts N times."""

import numpy as np

class FCLayer:
    def backward(self, d_prev, reg_lambda):
        n = d_prev.shape[0]
        self.dW = np.zeros(self.W.shape)
        self.db = np.zeros(self.b.shape)
        dx = np.zeros(self.x.shape)
        for i in range(n):
            self.dW += np.outer(self.x[i], d_prev[i]) + reg_lambda * self.W
            self.db += d_prev[i]
            dx[i] = self.W.dot(d_prev[i])
        return dx
