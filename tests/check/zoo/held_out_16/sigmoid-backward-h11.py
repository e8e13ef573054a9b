"""Recomputes the derivative e^-z/(1+e^-z)^2 without parentheses: `e / 1 + e ** 2` is e + e^2."""

import numpy as np

class Sigmoid:
    def forward(self, z):
        self.z = z
        self.out = 1 / (1 + np.exp(-z))
        return self.out

    def backward(self, d_prev, reg_lambda):
        e = np.exp(-self.z)
        dsigmoid = e / 1 + e ** 2
        return d_prev * dsigmoid
