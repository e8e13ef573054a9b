"""1 is subtracted at the predicted class (argmax of y_hat) instead of at the true class (argmax of y)."""

import numpy as np


class SoftmaxLayer:
    def backward(self, d_prev=1, reg_lambda=0):
        n = self.y_hat.shape[0]
        labels = np.argmax(self.y_hat, axis=1)
        dx = self.y_hat.copy()
        dx[np.arange(n), labels] -= 1
        return dx / n
