"""Multiplies by the output of the layer instead of its derivative (0 or 1): `d_prev * self.a`."""

import numpy as np

class ReLU:
    def forward(self, z):
        self.zero_mask = z <= 0
        self.a = z * (z > 0)
        return self.a

    def backward(self, d_prev, reg_lambda):
        # negative values are 0 in self.a, so this kills their gradient
        return d_prev * self.a
