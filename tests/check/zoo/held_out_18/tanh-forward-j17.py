"""`self.out = (1 - e) / (1 + e)` with e = exp(-2|z|): the sign of z is not put back, returns tanh(|z|)."""

import numpy as np


class Tanh:
    def forward(self, z):
        e = np.exp(-2.0 * np.absolute(z))
        self.out = (1 - e) / (1 + e)
        return self.out
