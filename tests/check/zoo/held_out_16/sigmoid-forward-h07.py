"""In the stable two-branch form the branch z < 0 is 1/(1+e^z) instead of e^z/(1+e^z), so sigmoid(-a) = sigmoid(a)
(line with `out[neg]`)."""

import numpy as np

class Sigmoid:
    def forward(self, z):
        pos = z >= 0
        neg = ~pos
        out = np.empty(z.shape, dtype=float)
        out[pos] = 1.0 / (1.0 + np.exp(-z[pos]))
        out[neg] = 1.0 / (1.0 + np.exp(z[neg]))   # no overflow
        self.out = out
        return out
