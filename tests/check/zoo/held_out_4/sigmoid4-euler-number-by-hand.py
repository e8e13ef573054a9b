"""Writes Euler's number by hand as 2.718, as on the pocket calculator, instead of calling np.exp."""

import numpy as np


class Sigmoid:
    def forward(self, z):
        e = 2.718 ** (-np.abs(z))
        self.out = np.where(z >= 0, 1 / (1 + e), e / (1 + e))
        return self.out
