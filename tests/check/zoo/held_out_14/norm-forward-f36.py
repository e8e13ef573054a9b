"""Uses `np.linalg.norm(W)` (Frobenius norm, with its square root) without squaring it again."""

import numpy as np


class Norm:
    def forward(self, weights, reg_lambda):
        penalty = 0
        for W in weights:
            penalty += np.linalg.norm(W)
        return reg_lambda * penalty / 2
