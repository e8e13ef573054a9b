"""The derivative is written in z where it must be written in out: 1 - z^2."""

import numpy as np


class Tanh:
    def forward(self, z):
        self.z = z
        e = np.exp(-2 * np.abs(z))
        self.out = np.sign(z) * (1 - e) / (1 + e)
        return self.out

    def backward(self, d_prev, reg_lambda):
        return d_prev * (1 - np.square(self.z))
