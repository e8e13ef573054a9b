"""The mask is computed after the negative entries were already set to 0, with <: zero_mask is False everywhere and
backward lets every gradient through."""

import numpy as np


class ReLU:
    def forward(self, z):
        out = z.copy()
        out[out < 0] = 0
        self.zero_mask = out < 0
        return out
