"""`self.dW += np.outer(...) + reg_lambda * self.W` inside the loop over the samples: lambda W is added N times."""

import numpy as np


class FCLayer:
    def backward(self, d_prev, reg_lambda):
        self.dW = np.zeros_like(self.W)
        self.db = np.zeros_like(self.b)
        dx = []
        for x_i, d_i in zip(self.x, d_prev):
            self.dW += np.outer(x_i, d_i) + reg_lambda * self.W
            self.db += d_i
            dx.append(self.W.dot(d_i))
        return np.array(dx)
