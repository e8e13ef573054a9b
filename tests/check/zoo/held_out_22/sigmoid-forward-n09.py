"""In the stable two-branch form the branch of negative z returns 1/(1+e^z) instead of e^z/(1+e^z), so sigmoid(|z|)
comes out for negative z."""

import numpy as np


class Sigmoid:
    def forward(self, z):
        out = np.empty_like(z, dtype=np.float64)
        pos = z >= 0
        neg = ~pos
        out[pos] = 1 / (1 + np.exp(-z[pos]))
        ez = np.exp(z[neg])
        out[neg] = 1 / (1 + ez)
        self.out = out
        return out
