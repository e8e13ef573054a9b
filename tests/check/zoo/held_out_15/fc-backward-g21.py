"""reg_lambda * W is added inside the loop over the samples, so the L2 gradient counts N times (line "self.dW +=
np.outer(...) + reg_lambda * self.W")."""

import numpy as np

class FCLayer:
    def backward(self, d_prev, reg_lambda):
        self.dW = np.zeros(self.W.shape)
        self.db = np.zeros(self.b.shape)
        dx = np.zeros(self.x.shape)
        for i in range(len(d_prev)):
            self.dW += np.outer(self.x[i], d_prev[i]) + reg_lambda * self.W
            self.db += d_prev[i]
            dx[i] = self.W.dot(d_prev[i])
        return dx
