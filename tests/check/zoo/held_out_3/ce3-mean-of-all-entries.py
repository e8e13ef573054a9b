"""np.mean over all N C entries: the loss is too small by the number of classes."""

import numpy as np


class SoftmaxLayer:
    def ce_loss(self, y_hat, y):
        self.y_hat, self.y = y_hat, y
        return -np.mean(y * np.log(y_hat + 1e-10))
