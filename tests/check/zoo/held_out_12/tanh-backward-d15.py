"""1 - z^2 with the saved input z instead of 1 - out^2 with the output; `1 - np.square(self.z)`."""

import numpy as np

class Tanh:
    def forward(self, z):
        self.z = z
        self.out = 2.0 / (1.0 + np.exp(-2.0 * z)) - 1.0
        return self.out

    def backward(self, d_prev, reg_lambda):
        return d_prev * (1 - np.square(self.z))
