"""1 / cosh^2 is the derivative in z, but it is given self.out."""

import numpy as np


class Tanh:
    def backward(self, d_prev, reg_lambda):
        sech = 2 / (np.exp(self.out) + np.exp(-self.out))
        return d_prev * sech**2
