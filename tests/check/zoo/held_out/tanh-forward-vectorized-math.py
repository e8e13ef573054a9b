"""`np.vectorize` over Python's own function gives float64."""

import math


class Tanh:
    def forward(self, z):
        self.out = np.vectorize(math.tanh)(z)
        return self.out
