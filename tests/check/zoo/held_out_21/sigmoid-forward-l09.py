"""In the branch for negative z the sign in the denominator is not turned: exp(z) / (1 + exp(-z)) instead of exp(z)
/ (1 + exp(z))."""

import numpy as np
class Sigmoid:
    def forward(self, z):
        pos = z >= 0
        neg = ~pos
        res = np.zeros_like(z, dtype=float)
        res[pos] = 1 / (1 + np.exp(-z[pos]))
        res[neg] = np.exp(z[neg]) / (1 + np.exp(-z[neg]))
        self.out = res
        return res
