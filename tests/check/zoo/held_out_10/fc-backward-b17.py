"""The L2 gradient is added inside the loop over the samples, so it counts N times."""

import numpy as np

class FCLayer:
    def backward(self, d_prev, reg_lambda):
        n = self.x.shape[0]
        self.dW = np.zeros_like(self.W)
        self.db = np.zeros_like(self.b)
        dx = np.zeros_like(self.x, dtype=float)
        for k in range(n):
            self.dW += np.outer(self.x[k], d_prev[k]) + reg_lambda * self.W
            self.db += d_prev[k]
            dx[k] = self.W.dot(d_prev[k])
        return dx
