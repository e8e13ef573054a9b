"""Computes 2 sigmoid(z) - 1: remembers that tanh is a sigmoid stretched to [-1, 1] and forgets that its
argument is doubled too."""

import numpy as np


class Tanh:
    def forward(self, z):
        e = np.exp(-np.abs(z))
        sigmoid = np.where(z >= 0, 1 / (1 + e), e / (1 + e))
        self.out = 2 * sigmoid - 1
        return self.out
