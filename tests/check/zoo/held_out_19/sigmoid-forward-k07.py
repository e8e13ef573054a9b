"""In the stable version the branch for negative z applies the symmetry sigma(-z) = 1 - sigma(z) once too often: 1
- e^z/(1+e^z) is sigma(-z), so negative z give values above 0.5."""

import numpy as np


class Sigmoid:
    def forward(self, z):
        res = np.empty(z.shape)
        pos = z >= 0
        res[pos] = 1.0 / (1.0 + np.exp(-z[pos]))
        ez = np.exp(z[~pos])
        # symmetric: sigmoid(-z) = 1 - sigmoid(z)
        res[~pos] = 1.0 - ez / (1.0 + ez)
        self.out = res
        return res
