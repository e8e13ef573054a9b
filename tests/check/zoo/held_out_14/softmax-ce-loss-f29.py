"""Indexes `y_hat[:, labels]`, which gives an N x N array (every sample with every sample's label) instead of
y_hat[arange(N), labels]; the mean is over all pairs."""

import numpy as np


class SoftmaxLayer:
    def ce_loss(self, y_hat, y):
        self.y_hat = y_hat
        self.y = y
        labels = y.argmax(axis=1)
        right = y_hat[:, labels]
        return float(np.mean(-np.log(right + 1e-10)))
