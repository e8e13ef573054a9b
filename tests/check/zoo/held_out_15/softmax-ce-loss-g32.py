"""Logarithm to the base 2 (entropy in bits) instead of the natural one: the loss is 1/ln 2 times too large and
does not fit the gradient."""

import numpy as np

class SoftmaxLayer:
    def ce_loss(self, y_hat, y):
        self.y = y
        self.y_hat = y_hat
        entropy = np.einsum('nc,nc->', y, np.log2(y_hat + 1e-10))
        return float(-entropy / len(y))
