"""Multiplies with the forward output (`self.activated * d_prev`) instead of its derivative 1: the gradient is z *
d_prev where z > 0."""

import numpy as np


class ReLU:
    def forward(self, z):
        self.zero_mask = z <= 0
        self.activated = np.maximum(z, 0)
        return self.activated

    def backward(self, d_prev, reg_lambda):
        # chain rule: upstream times local gradient
        return self.activated * d_prev
