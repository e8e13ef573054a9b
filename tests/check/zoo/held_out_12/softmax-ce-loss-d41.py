"""Takes the log of the mean probability of the true class instead of the mean of the logs; `-np.log(p.mean() +
1e-10)`."""

import numpy as np

class SoftmaxLayer:
    def ce_loss(self, y_hat, y):
        self.y_hat = y_hat
        self.y = y
        p = np.sum(y_hat * y, axis=1)
        return float(-np.log(p.mean() + 1e-10))
