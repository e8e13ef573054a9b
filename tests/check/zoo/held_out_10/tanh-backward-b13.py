"""Operator precedence: `d_prev * 1 - self.out ** 2` is d_prev - out^2, not d_prev (1 - out^2)."""

import numpy as np

class Tanh:
    def backward(self, d_prev, reg_lambda):
        # tanh' = 1 - tanh^2
        dz = d_prev * 1 - self.out ** 2
        return dz
