"""Binary cross-entropy: adds (1-y) log(1-y_hat) over all classes, which the softmax loss does not have."""

import numpy as np


class SoftmaxLayer:
    def ce_loss(self, y_hat, y):
        self.y_hat = y_hat
        self.y = y
        eps = 1e-10
        total = 0.0
        for i in range(len(y)):
            t, p = y[i], y_hat[i]
            total += np.sum(t * np.log(p + eps) + (1 - t) * np.log(1 - p + eps))
        return float(-total / len(y))
