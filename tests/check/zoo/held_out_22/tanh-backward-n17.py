"""Derivative of tanh is 1/cosh^2; the square is missing (1/cosh), line `sech = ...; return d_prev * sech`."""

import numpy as np


class Tanh:
    def forward(self, z):
        self.z = z
        e2 = np.exp(-2 * z)
        self.out = (1 - e2) / (1 + e2)
        return self.out

    def backward(self, d_prev, reg_lambda):
        sech = 1.0 / np.cosh(self.z)
        return d_prev * sech
