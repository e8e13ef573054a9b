"""The parentheses around the denominator are missing: (a - b) / a + b instead of (a - b) / (a + b)."""

import numpy as np


class Tanh:
    def forward(self, z):
        a = np.exp(z)
        b = np.exp(-z)
        self.out = (a - b) / a + b
        return self.out
