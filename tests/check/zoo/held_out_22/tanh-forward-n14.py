"""tanh written as 2*sigmoid - 1 with exp(-z) in place of exp(-2z): tanh(z/2) is computed."""

import numpy as np


class Tanh:
    def forward(self, z):
        sigmoid = 1 / (1 + np.exp(-z))
        self.out = 2 * sigmoid - 1
        return self.out
