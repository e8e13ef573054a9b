"""Wants to use sigmoid(z) = (1 + tanh(z/2)) / 2, but takes tanh(z): `0.5 * (1 + np.tanh(z))` is sigmoid(2z)."""

import numpy as np

class Sigmoid:
    def forward(self, z):
        # tanh does not overflow
        self.out = 0.5 * (1 + np.tanh(z))
        return self.out
