"""Brackets of the quotient are missing: pos - neg / pos + neg in place of (pos - neg) / (pos + neg)."""

import numpy as np


class Tanh:
    def forward(self, z):
        pos = np.exp(z)
        neg = np.exp(-z)
        self.out = pos - neg / pos + neg
        return self.out
