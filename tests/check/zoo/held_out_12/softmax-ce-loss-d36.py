"""np.mean over all N*C entries instead of the sum over classes and mean over samples: the loss is C times too
small."""

import numpy as np

class SoftmaxLayer:
    def ce_loss(self, y_hat, y):
        self.y_hat, self.y = y_hat, y
        eps = 1e-10
        return -float(np.mean(y * np.log(y_hat + eps)))
