"""Divides the sigmoid by the row's sum: the student read that the outputs of a sigmoid are probabilities
and made them add up to 1 over a sample's units, as softmax does."""

import numpy as np


class Sigmoid:
    def forward(self, z):
        e = np.exp(-np.abs(z))
        s = np.where(z >= 0, 1 / (1 + e), e / (1 + e))
        self.out = s / np.sum(s, axis=-1, keepdims=True)
        return self.out
