"""Subtracts the row maximum before the exponential 'for stability' as in softmax; sigmoid is not shift invariant
(line `shifted = ...`)."""

import numpy as np

class Sigmoid:
    def forward(self, z):
        shifted = z - np.max(z, axis=-1, keepdims=True)   # numerically stable
        e = np.exp(shifted)
        self.out = e / (e + 1)
        return self.out
