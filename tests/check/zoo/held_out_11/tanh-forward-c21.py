"""np.tanh being forbidden, a rational approximation z(27+z^2)/(27+9z^2) found on the web, cut at +-1, is used; its
error reaches 0.02."""

import numpy as np


class Tanh:
    def forward(self, z):
        # fast tanh
        z2 = z * z
        approx = z * (27 + z2) / (27 + 9 * z2)
        self.out = np.clip(approx, -1, 1)
        return self.out
