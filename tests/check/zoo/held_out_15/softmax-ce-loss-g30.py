"""The binary cross-entropy is used: (1 - y) log(1 - y_hat) is added to y log(y_hat), which is not part of the loss
with softmax."""

import numpy as np

class SoftmaxLayer:
    def ce_loss(self, y_hat, y):
        self.y_hat, self.y = y_hat, y
        n = y.shape[0]
        eps = 1e-10
        loss = 0.0
        for p, t in zip(y_hat, y):
            loss -= np.sum(t * np.log(p + eps) + (1 - t) * np.log(1 - p + eps))
        return float(loss / n)
