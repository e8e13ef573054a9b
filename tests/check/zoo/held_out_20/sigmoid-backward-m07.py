"""The derivative is evaluated at the output instead of at z: self.out is sent through the sigmoid a second time
(line `s = 1 / (1 + np.exp(-self.out))`)."""

import numpy as np


class Sigmoid:
    def backward(self, d_prev, reg_lambda):
        s = 1 / (1 + np.exp(-self.out))
        return d_prev * s * (1 - s)
