"""(a - b) / (a + b) is written without brackets, `a - b / a + b`, with a = e^z and b = e^-z."""

import numpy as np
class Tanh:
    def forward(self, z):
        a = np.exp(z)
        b = np.exp(-z)
        self.out = a - b / a + b
        return self.out
