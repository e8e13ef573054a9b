"""Averages the true classes' probabilities over the batch first and takes the logarithm of that: the student
thought that mean and logarithm may change places."""

import numpy as np


class SoftmaxLayer:
    def ce_loss(self, y_hat, y):
        self.y_hat = y_hat
        self.y = y
        p_true = np.sum(y * y_hat, axis=1)
        return float(-np.log(np.mean(p_true) + 1e-10))
