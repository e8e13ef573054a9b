"""Brackets missing in (e^z - e^-z)/(e^z + e^-z): computes e^z - e^-z/(e^z+e^-z)."""

import numpy as np


class Tanh:
    def forward(self, z):
        p = np.exp(z)
        n = np.exp(-z)
        self.out = p - n / (p + n)
        return self.out
