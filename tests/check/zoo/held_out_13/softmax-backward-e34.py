"""Subtracts 1 at the predicted class (argmax of y_hat) instead of at the true class (argmax of y)."""

import numpy as np


class SoftmaxLayer:
    def backward(self, d_prev=1, reg_lambda=0):
        grad = self.y_hat.copy()
        n = grad.shape[0]
        cls = np.argmax(self.y_hat, axis=1)
        grad[np.arange(n), cls] -= 1
        grad /= n
        return grad
