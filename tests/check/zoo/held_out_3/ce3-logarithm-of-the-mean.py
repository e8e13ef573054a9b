"""The probabilities of the right classes are averaged first, and the logarithm is taken of the mean."""

import numpy as np


class SoftmaxLayer:
    def ce_loss(self, y_hat, y):
        self.y_hat = y_hat
        self.y = y
        right = np.sum(y * y_hat, axis=1)
        return float(-np.log(np.mean(right) + 1e-10))
