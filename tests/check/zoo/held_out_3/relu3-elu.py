"""ELU from a later lecture: negative inputs give e^z - 1 where they should give 0."""

import numpy as np


class ReLU:
    def forward(self, z):
        self.zero_mask = z <= 0
        return np.where(self.zero_mask, np.exp(np.minimum(z, 0)) - 1.0, z)
