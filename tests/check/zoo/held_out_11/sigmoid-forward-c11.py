"""Operator precedence: 1 / 1 + exp(-z) is 1 + exp(-z), the brackets around the denominator are missing."""

import numpy as np


class Sigmoid:
    def forward(self, z):
        exp_part = np.exp(np.negative(z))
        self.out = 1 / 1 + exp_part
        return self.out
