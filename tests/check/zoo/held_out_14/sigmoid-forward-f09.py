"""In the branch for negative z the student uses e = exp(-z) in e / (1 + e) (should be exp(z)), which gives 1 -
sigma(z) there."""

import numpy as np


class Sigmoid:
    def forward(self, z):
        out = np.empty(z.shape)
        pos = z >= 0
        neg = ~pos
        out[pos] = 1 / (1 + np.exp(-z[pos]))
        e = np.exp(-z[neg])
        out[neg] = e / (1 + e)
        self.out = out
        return out
