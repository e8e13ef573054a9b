"""Copies the stability trick of softmax: the maximum of z is subtracted before the sigmoid, which is not invariant
to a shift: line `shifted = z - np.max(z)`."""

import numpy as np

class Sigmoid:
    def forward(self, z):
        shifted = z - np.max(z)      # numerically stable
        self.out = 1 / (1 + np.exp(-shifted))
        return self.out
