"""Subtracts the maximum of each row before the exponential as in softmax (`z - z.max(...)`); sigmoid is not
invariant to shifts, so all values become <= 0.5."""

import numpy as np


class Sigmoid:
    def forward(self, z):
        # numerically stable version, same trick as in softmax
        shifted = z - z.max(axis=-1, keepdims=True)
        self.out = 1.0 / (1.0 + np.exp(-shifted))
        return self.out
