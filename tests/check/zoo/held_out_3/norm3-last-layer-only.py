"""= in place of +=: the term of the last layer alone is left."""

import numpy as np


class Norm:
    def forward(self, weights, reg_lambda):
        l2 = 0.0
        for W in weights:
            l2 = np.sum(np.square(W))
        return float(reg_lambda * l2 / 2)
