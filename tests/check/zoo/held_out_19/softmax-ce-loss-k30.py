"""Picks the probability of the predicted class (argmax of y_hat) in place of the true class (argmax of y)."""

import numpy as np


class SoftmaxLayer:
    def ce_loss(self, y_hat, y):
        self.y_hat = y_hat
        self.y = y
        n = y.shape[0]
        labels = np.argmax(y_hat, axis=1)
        p = y_hat[np.arange(n), labels]
        loss = -np.log(p + 1e-10).sum() / n
        return float(loss)
