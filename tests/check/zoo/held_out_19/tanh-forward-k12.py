"""Uses tanh = 2 sigmoid(z) - 1 in place of 2 sigmoid(2z) - 1: the factor 2 in the exponent is missing."""

import numpy as np


class Tanh:
    def forward(self, z):
        def sigmoid(t):
            return 1.0 / (1.0 + np.exp(-t))

        self.out = 2.0 * sigmoid(z) - 1.0
        return self.out
