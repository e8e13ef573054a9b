"""The maximum that is subtracted is taken per column (axis 0) and not per row; a shift that differs between the
classes of one sample does not cancel in the softmax."""

import numpy as np


class SoftmaxLayer:
    def forward(self, x):
        shifted = x - np.max(x, axis=0)
        exps = np.exp(shifted)
        self.y_hat = exps / exps.sum(axis=1).reshape(-1, 1)
        return self.y_hat
