"""Precedence: the quotient is written `(p - n) / p + n`, so only p is the denominator and n is added at the end."""

import numpy as np


class Tanh:
    def forward(self, z):
        p, n = np.exp(z), np.exp(-z)
        self.out = (p - n) / p + n
        return self.out
