"""Numerator and denominator lack parentheses: e^z - e^-z/e^z + e^-z is computed."""

import numpy as np

class Tanh:
    def forward(self, z):
        ep = np.exp(z)
        en = np.exp(-z)
        self.out = ep - en / ep + en
        return self.out
