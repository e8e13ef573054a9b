"""Uses ELU's left branch, e^z - 1, for negative z: the student copied last year's homework, in which
the activation was ELU, and believed it to be the better ReLU."""

import numpy as np


class ReLU:
    def forward(self, z):
        self.zero_mask = z <= 0
        left = np.exp(np.minimum(z, 0)) - 1
        return np.where(self.zero_mask, left, z)
