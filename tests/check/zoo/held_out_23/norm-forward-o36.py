"""Only the last layer counts: `total = np.sum(...)` in the loop overwrites instead of adding."""

import numpy as np


class Norm:
    def forward(self, weights, reg_lambda):
        total = 0
        for w in weights:
            total = np.sum(np.square(w))
        return float(reg_lambda / 2 * total)
