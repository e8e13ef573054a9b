"""A well-known book's delta, 1e-7, in place of 1e-10."""

import numpy as np


class SoftmaxLayer:
    def ce_loss(self, y_hat, y):
        self.y_hat = y_hat
        self.y = y
        delta = 1e-7
        batch_size = y_hat.shape[0]
        return float(-np.sum(y * np.log(y_hat + delta)) / batch_size)
