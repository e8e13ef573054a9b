"""Forgets the 2 in the exponent: 2*sigmoid(z)-1 = tanh(z/2) (line `2 * sig - 1`, with sig = sigmoid(z))."""

import numpy as np

class Tanh:
    def forward(self, z):
        # tanh is just a rescaled sigmoid
        sig = 1.0 / (1.0 + np.exp(-z))
        self.out = 2 * sig - 1
        return self.out
