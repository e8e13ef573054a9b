"""The stable form with exp(-2|z|) is used without giving the sign back: the output is |tanh(z)| (line "self.out =
2 / (1 + e) - 1")."""

import numpy as np

class Tanh:
    def forward(self, z):
        magnitude = np.abs(z)
        e = np.exp(-2 * magnitude)
        self.out = 2 / (1 + e) - 1
        return self.out
