"""In the stable form the branch for negative z uses e = exp(-z) instead of exp(z): `e / (1 + e)` is then
sigmoid(-z), negative inputs get values above 0.5."""

import numpy as np

class Sigmoid:
    def forward(self, z):
        # two formulas, so that there is no overflow
        out = np.zeros_like(z, dtype=float)
        pos = z >= 0
        neg = ~pos
        out[pos] = 1.0 / (1.0 + np.exp(-z[pos]))
        e = np.exp(-z[neg])
        out[neg] = e / (1.0 + e)
        self.out = out
        return out
