"""Uses 1 / cosh^2 but of the stored output instead of the input z: `c = (e^out + e^-out) / 2` should be of z."""

import numpy as np

class Tanh:
    def backward(self, d_prev, reg_lambda):
        # d tanh = sech^2 = 1 / cosh^2
        c = (np.exp(self.out) + np.exp(-self.out)) / 2
        return d_prev / np.square(c)
