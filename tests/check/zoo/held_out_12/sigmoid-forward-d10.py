"""In the two-branch stable version the negative branch has 1/(1+e^z) instead of e^z/(1+e^z): negative z gives
sigmoid(|z|)."""

import numpy as np

class Sigmoid:
    def forward(self, z):
        z = np.asarray(z, dtype=float)
        out = np.empty_like(z)
        pos = z >= 0
        neg = ~pos
        out[pos] = 1.0 / (1.0 + np.exp(-z[pos]))
        out[neg] = 1.0 / (1.0 + np.exp(z[neg]))
        self.out = out
        return out
