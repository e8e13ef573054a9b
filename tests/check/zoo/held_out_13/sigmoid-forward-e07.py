"""Wrong negative branch of the stable sigmoid: uses exp(-z)/(1+exp(-z)) = sigmoid(-z) for z < 0, instead of
exp(z)/(1+exp(z)) (line ez = np.exp(-z[neg]))."""

import numpy as np


class Sigmoid:
    def forward(self, z):
        result = np.zeros(z.shape)
        pos = z >= 0
        neg = ~pos
        result[pos] = 1.0 / (1.0 + np.exp(-z[pos]))
        ez = np.exp(-z[neg])
        result[neg] = ez / (1.0 + ez)
        self.out = result
        return self.out
