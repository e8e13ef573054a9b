"""The maximum is subtracted from z before the exponential 'for stability', as in softmax (line `shifted = z -
np.max(z)`); sigmoid is not invariant under a shift."""

import numpy as np


class Sigmoid:
    def forward(self, z):
        shifted = z - np.max(z)
        ez = np.exp(shifted)
        self.out = ez / (ez + 1)
        return self.out
