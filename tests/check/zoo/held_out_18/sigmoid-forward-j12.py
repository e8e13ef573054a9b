"""`np.clip(0.2 * z + 0.5, 0, 1)`: the piecewise linear 'hard sigmoid' of Keras instead of the sigmoid."""

import numpy as np


class Sigmoid:
    def forward(self, z):
        # fast version without exp
        self.out = np.clip(0.2 * z + 0.5, 0., 1.)
        return self.out
