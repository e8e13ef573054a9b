"""Missing brackets: `2 / 1 + np.exp(-2 * z) - 1` is 1 + e^(-2z), not 2 / (1 + e^(-2z)) - 1."""

import numpy as np

class Tanh:
    def forward(self, z):
        out = 2 / 1 + np.exp(-2 * z) - 1
        self.out = out
        return out
