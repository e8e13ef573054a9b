"""Subtracts the row maximum from z for stability as is done for softmax, but the sigmoid is not invariant to
shifts (line shifted = z - max)."""

import numpy as np


class Sigmoid:
    def forward(self, z):
        shifted = z - z.max(axis=-1, keepdims=True)   # numerically stable
        e = np.exp(shifted)
        self.out = e / (e + 1)
        return self.out
