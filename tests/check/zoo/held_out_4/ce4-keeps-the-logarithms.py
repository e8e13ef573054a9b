"""Overwrites the variable y_hat with its logarithm and only then keeps it in self.y_hat, so that backward finds
the logarithms there."""

import numpy as np


class SoftmaxLayer:
    def ce_loss(self, y_hat, y):
        y_hat = np.log(y_hat + 1e-10)
        self.y_hat = y_hat
        self.y = y
        return float(-np.sum(y * y_hat) / y.shape[0])
