"""tanh = 2 s(2z) - 1 has the derivative 2 * 2 * s (1 - s); the inner derivative 2 is forgotten: `2 * s * (1 - s)`,
half of the right gradient."""

import numpy as np

class Tanh:
    def forward(self, z):
        # tanh(z) = 2 * sigmoid(2z) - 1
        self.s = 1 / (1 + np.exp(-2 * z))
        self.out = 2 * self.s - 1
        return self.out

    def backward(self, d_prev, reg_lambda):
        s = self.s
        d_tanh = 2 * s * (1 - s)
        return d_prev * d_tanh
