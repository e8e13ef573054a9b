"""The return is inside of the loop, so only the first layer's weights are counted."""

import numpy as np


class Norm:
    def forward(self, weights, reg_lambda):
        penalty = 0.0
        for w in weights:
            penalty += np.sum(np.square(w))
            return float(reg_lambda * penalty / 2)
        return 0.0
