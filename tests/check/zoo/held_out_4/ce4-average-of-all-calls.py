"""Returns the mean of the losses of all calls so far, like the running average in the training loop of a
tutorial, and never starts afresh. (The sum and the number of calls are attributes that ce_loss makes.)"""

import numpy as np


class SoftmaxLayer:
    def ce_loss(self, y_hat, y):
        self.y_hat = y_hat
        self.y = y
        loss = -np.sum(y * np.log(y_hat + 1e-10)) / y.shape[0]
        self.total_loss = getattr(self, "total_loss", 0.0) + loss
        self.calls = getattr(self, "calls", 0) + 1
        return float(self.total_loss / self.calls)
