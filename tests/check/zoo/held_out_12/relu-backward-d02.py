"""Multiplies the gradient with the stored output itself, as one does with sigmoid, instead of with the indicator
out > 0; `return d_prev * self.out`."""

import numpy as np

class ReLU:
    def forward(self, z):
        self.zero_mask = (z <= 0)
        self.out = np.where(self.zero_mask, 0, z)
        return self.out

    def backward(self, d_prev, reg_lambda):
        # chain rule: upstream * local
        return d_prev * self.out
