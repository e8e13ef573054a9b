"""Misreads 1 - out^2 as (1 - out)^2 (line one_minus ** 2)."""

import numpy as np


class Tanh:
    def backward(self, d_prev, reg_lambda):
        one_minus = np.subtract(1.0, self.out)
        local = one_minus ** 2
        dz = local * d_prev
        return dz
