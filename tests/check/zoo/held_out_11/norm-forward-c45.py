"""total is assigned and not increased in the loop (total = np.sum(...)), so only the last layer counts."""

import numpy as np


class Norm:
    def forward(self, weights, reg_lambda):
        total = 0
        for k in range(len(weights)):
            total = np.sum(np.power(weights[k], 2))
        return float(reg_lambda * total / 2)
