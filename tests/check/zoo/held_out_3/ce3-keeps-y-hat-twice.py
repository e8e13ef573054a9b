"""A line copied and half changed: self.y keeps y_hat as well, so that backward gives zeros."""

import numpy as np


class SoftmaxLayer:
    def ce_loss(self, y_hat, y):
        self.y_hat = y_hat
        self.y = y_hat
        losses = [-np.sum(t * np.log(p + 1e-10)) for p, t in zip(y_hat, y)]
        return float(sum(losses) / len(losses))
