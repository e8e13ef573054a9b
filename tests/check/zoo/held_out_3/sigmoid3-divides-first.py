"""No brackets around the denominator: 1 / 1 + e^-z is 1 + e^-z."""

import numpy as np


class Sigmoid:
    def forward(self, z):
        self.out = 1 / 1 + np.exp(-z)
        return self.out
