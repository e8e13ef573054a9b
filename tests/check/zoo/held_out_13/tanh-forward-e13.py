"""Writes tanh as 2*sigmoid(z) - 1 instead of 2*sigmoid(2z) - 1 (helper is called with z); this is tanh(z/2)."""

import numpy as np


class Tanh:
    def _sig(self, t):
        e = np.exp(-np.abs(t))
        return np.where(t >= 0, 1, e) / (1 + e)

    def forward(self, z):
        s = self._sig(z)
        self.out = 2 * s - 1
        return self.out
