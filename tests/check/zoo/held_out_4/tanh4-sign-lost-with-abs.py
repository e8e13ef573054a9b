"""Takes |z| so that the exponential cannot overflow and forgets to give the result the sign of z back."""

import numpy as np


class Tanh:
    def forward(self, z):
        e = np.exp(-2 * np.abs(z))
        self.out = (1 - e) / (1 + e)
        return self.out
