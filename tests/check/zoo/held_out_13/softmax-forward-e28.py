"""Subtracts the maximum of each column (axis 0) instead of each row; a shift that differs between the classes of a
sample changes its probabilities."""

import numpy as np


class SoftmaxLayer:
    def forward(self, x):
        m = np.max(x, axis=0)
        scores = np.exp(x - m)
        total = scores.sum(axis=1).reshape(-1, 1)
        self.y_hat = scores / total
        return self.y_hat
