"""self.out keeps the denominator 1 + e^-z, not the result; the returned value is right, but backward then uses the
denominator as the output (last two lines)."""

import numpy as np


class Sigmoid:
    def forward(self, z):
        self.out = -z
        self.out = np.exp(self.out)
        self.out = self.out + 1
        return 1 / self.out
