"""one_minus is only another name for self.out: np.subtract(..., out=one_minus) overwrites self.out, and the
product becomes (1-s)^2 instead of s(1-s)."""

import numpy as np


class Sigmoid:
    def backward(self, d_prev, reg_lambda):
        one_minus = self.out
        np.subtract(1.0, self.out, out=one_minus)
        derivative = self.out * one_minus
        return derivative * d_prev
