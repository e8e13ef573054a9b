"""Multiplies the gradient by max(z,0), the output, in place of its derivative 0/1 (line `return d_prev * self.a`)."""

import numpy as np


class ReLU:
    def forward(self, z):
        self.zero_mask = (z <= 0)
        self.a = z * ~self.zero_mask
        return self.a

    def backward(self, d_prev, reg_lambda):
        # chain rule: upstream * local
        return d_prev * self.a
