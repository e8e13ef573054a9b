"""(e^2z - 1) / (e^2z + 1): for large z infinity is divided by infinity, which is NaN."""

import numpy as np


class Tanh:
    def forward(self, z):
        e2z = np.exp(2 * z)
        self.out = (e2z - 1) / (e2z + 1)
        return self.out
