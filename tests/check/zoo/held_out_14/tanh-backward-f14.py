"""Uses 1 - z ** 2 with the saved input z instead of the saved output tanh(z)."""

import numpy as np


class Tanh:
    def forward(self, z):
        self.z = z
        self.out = 2 / (1 + np.exp(-2 * z)) - 1
        return self.out

    def backward(self, d_prev, reg_lambda):
        return d_prev * (1 - self.z * self.z)
