"""The mask is set inside the loop over samples (`self.zero_mask = row <= 0`), so after the loop only the last
sample's mask is kept and backward applies it to the whole batch by broadcasting."""

import numpy as np


class ReLU:
    def forward(self, z):
        result = np.zeros_like(z)
        for n in range(len(z)):
            row = z[n]
            self.zero_mask = row <= 0
            result[n] = np.where(self.zero_mask, 0, row)
        return result

    def backward(self, d_prev, reg_lambda):
        return d_prev * (1 - self.zero_mask)
