"""The numerator is computed in place (`p -= q`), so the denominator `p + q` uses the changed p and is e^z: the
result is 1 - e^(-2z)."""

import numpy as np

class Tanh:
    def forward(self, z):
        p = np.exp(z)
        q = np.exp(-z)
        p -= q          # numerator
        q = p + q       # denominator
        self.out = p / q
        return self.out
