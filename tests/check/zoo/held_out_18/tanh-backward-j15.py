"""`np.square(1 - self.out)`: (1 - out)^2 instead of 1 - out^2."""

import numpy as np


class Tanh:
    def backward(self, d_prev, reg_lambda):
        dt = np.square(1 - self.out)
        return dt * d_prev
