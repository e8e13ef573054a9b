"""Uses 1/cosh^2 with the output tanh(z) as the argument in place of z."""

import numpy as np


class Tanh:
    def backward(self, d_prev, reg_lambda):
        cosh = (np.exp(self.out) + np.exp(-self.out)) / 2
        return d_prev / cosh ** 2
