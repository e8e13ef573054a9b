"""Reuses the sigmoid of z instead of 2z: `2 * sigmoid(z) - 1`, which is tanh(z / 2)."""

import numpy as np


class Tanh:
    def forward(self, z):
        def sigmoid(v):
            return 1 / (1 + np.exp(-v))
        # tanh is a rescaled sigmoid
        self.out = 2 * sigmoid(z) - 1
        return self.out
