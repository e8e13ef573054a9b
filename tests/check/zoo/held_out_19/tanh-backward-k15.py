"""Derives through tanh(z) = 2 s(2z) - 1 but forgets the inner derivative 2: 2 s (1-s) where 4 s (1-s) is right;
the gradient is half."""

import numpy as np


class Tanh:
    def backward(self, d_prev, reg_lambda):
        # tanh(z) = 2*s - 1  with s a sigmoid
        s = (self.out + 1) / 2
        dtanh = 2 * s * (1 - s)
        return d_prev * dtanh
