"""Smooths the one-hot labels with 0.1 before the loss, a trick from a paper that the student met while looking
for better accuracy; the backward pass keeps the hard labels."""

import numpy as np


class SoftmaxLayer:
    def ce_loss(self, y_hat, y):
        self.y_hat = y_hat
        self.y = y
        soft = 0.9 * y + 0.1 / y.shape[1]
        return float(-np.sum(soft * np.log(y_hat + 1e-10)) / y.shape[0])
