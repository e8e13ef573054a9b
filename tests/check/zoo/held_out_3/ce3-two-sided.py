"""The loss of logistic regression: (1 - y) log(1 - y_hat) of all other classes is added."""

import numpy as np


class SoftmaxLayer:
    def ce_loss(self, y_hat, y):
        self.y_hat = y_hat
        self.y = y
        eps = 1e-10
        loss = -(y * np.log(y_hat + eps) + (1 - y) * np.log(1 - y_hat + eps))
        return float(np.sum(loss) / len(y))
