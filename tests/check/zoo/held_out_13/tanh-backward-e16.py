"""Keeps the input z in forward and uses 1 - z^2 as derivative instead of 1 - tanh(z)^2 (line grad = 1 - self.z **
2)."""

import numpy as np


class Tanh:
    def forward(self, z):
        self.z = z
        e2 = np.exp(-2 * z)
        self.out = 2 / (1 + e2) - 1
        return self.out

    def backward(self, d_prev, reg_lambda):
        grad = 1 - self.z ** 2
        return grad * d_prev
