"""The softmax trick is used where it does not hold: the maximum of each row is subtracted from z before the
sigmoid (z = z - np.max(...))."""

import numpy as np


class Sigmoid:
    def forward(self, z):
        # numerically stable
        z = z - np.max(z, axis=-1, keepdims=True)
        self.out = np.exp(z) / (1 + np.exp(z))
        return self.out
