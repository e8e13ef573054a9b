"""Uses 1/cosh^2 but evaluates it at the output self.out in place of z."""

import numpy as np


class Tanh:
    def backward(self, d_prev, reg_lambda):
        sech = 1.0 / np.cosh(self.out)
        dz = d_prev * sech ** 2
        return dz
