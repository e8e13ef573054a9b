"""The minus in the exponent is missing: computes 1/(1+e^z), i.e. sigmoid(-z); `denominator = 1.0 + np.exp(z)`."""

import numpy as np

class Sigmoid:
    def forward(self, z):
        denominator = 1.0 + np.exp(z)
        self.out = 1.0 / denominator
        return self.out
