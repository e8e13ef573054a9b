"""Missing brackets round the denominator: `2 / 1 + np.exp(-2 * z) - 1` is 1 + e^-2z."""

import numpy as np

class Tanh:
    def forward(self, z):
        self.out = 2 / 1 + np.exp(-2 * z) - 1
        return self.out
