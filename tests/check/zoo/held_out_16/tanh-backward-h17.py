"""The stored output is put through tanh once more before 1 - t^2 (line `t = ...self.out`)."""

import numpy as np

class Tanh:
    def backward(self, d_prev, reg_lambda):
        t = 2 / (1 + np.exp(-2 * self.out)) - 1
        return d_prev * (1 - t ** 2)
