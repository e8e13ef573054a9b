"""Uses the binary cross-entropy, adding (1-y) log(1-y_hat) for all other classes, instead of the categorical one."""

import numpy as np


class SoftmaxLayer:
    def ce_loss(self, y_hat, y):
        self.y_hat, self.y = y_hat, y
        N = y.shape[0]
        eps = 1e-10
        on = y * np.log(y_hat + eps)
        off = (1 - y) * np.log(1 - y_hat + eps)
        loss = -(on + off).sum() / N
        return float(loss)
