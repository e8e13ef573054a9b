"""The derivative 1 - out^2 is evaluated with the layer's input z instead of its output (1 - z^2)."""

import numpy as np


class Tanh:
    def forward(self, z):
        self.z = z
        p, m = np.exp(z), np.exp(-z)
        self.out = (p - m) / (p + m)
        return self.out

    def backward(self, d_prev, reg_lambda):
        return (1 - np.power(self.z, 2)) * d_prev
