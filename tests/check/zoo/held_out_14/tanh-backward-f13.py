"""Writes the derivative as `(1 - out) ** 2` instead of 1 - out ** 2 (the square stands around the whole bracket)."""

import numpy as np


class Tanh:
    def backward(self, d_prev, reg_lambda):
        t = self.out
        dtanh = np.power(1 - t, 2)
        return dtanh * d_prev
