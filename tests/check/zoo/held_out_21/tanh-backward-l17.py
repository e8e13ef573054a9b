"""sech^2 is evaluated at the output instead of at the input (`1 / cosh(self.out)**2`)."""

import numpy as np
class Tanh:
    def backward(self, d_prev, reg_lambda):
        # d tanh = sech^2 = 1 / cosh^2
        cosh = (np.exp(self.out) + np.exp(-self.out)) / 2
        return d_prev / cosh ** 2
