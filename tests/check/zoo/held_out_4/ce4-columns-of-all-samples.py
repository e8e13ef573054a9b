"""Picks the true classes with y_hat[:, labels], which takes every sample's label from every row (an N x N table),
instead of y_hat[np.arange(N), labels]."""

import numpy as np


class SoftmaxLayer:
    def ce_loss(self, y_hat, y):
        self.y_hat = y_hat
        self.y = y
        labels = np.argmax(y, axis=1)
        picked = y_hat[:, labels]
        return float(-np.sum(np.log(picked + 1e-10)) / y.shape[0])
