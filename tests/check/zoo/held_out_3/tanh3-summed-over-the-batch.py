"""The gradient is summed over the batch, as that of a bias is."""

import numpy as np


class Tanh:
    def backward(self, d_prev, reg_lambda):
        local = 1 - np.power(self.out, 2)
        return np.sum(d_prev * local, axis=0)
