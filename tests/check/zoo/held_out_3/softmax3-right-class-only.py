"""Only the right class gets its gradient, y_hat - 1; the other classes get 0 and not y_hat."""

import numpy as np


class SoftmaxLayer:
    def backward(self, d_prev=1, reg_lambda=0):
        n = self.y.shape[0]
        rows, labels = np.arange(n), np.argmax(self.y, axis=1)
        dx = np.zeros_like(self.y_hat)
        dx[rows, labels] = self.y_hat[rows, labels] - 1
        return dx / n
