"""forward returns the right values but keeps z in self.out, from which backward computes the derivative."""

import numpy as np


class Sigmoid:
    def forward(self, z):
        self.out = z
        e = np.exp(-np.abs(z))
        return np.where(z >= 0, 1 / (1 + e), e / (1 + e))
