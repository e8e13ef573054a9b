"""The stable form with |z| forgets to put the sign back: negative inputs give positive outputs."""

import numpy as np


class Tanh:
    def forward(self, z):
        q = np.exp(-2 * np.abs(z))
        self.out = (1 - q) / (1 + q)
        return self.out
