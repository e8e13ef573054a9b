"""In the overflow-safe version the sign multiplies only 2 / (1 + e), not the whole difference, so negative z gives
values below -1: line `self.out = sign * 2 / (1 + e) - 1`."""

import numpy as np

class Tanh:
    def forward(self, z):
        sign = np.where(z < 0, -1.0, 1.0)
        e = np.exp(-2 * sign * z)
        self.out = sign * 2 / (1 + e) - 1
        return self.out
