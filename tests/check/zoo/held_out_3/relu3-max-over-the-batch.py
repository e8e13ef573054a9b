"""np.max(z, 0) takes 0 for an axis: the largest value of each column, where np.maximum was meant."""

import numpy as np


class ReLU:
    def forward(self, z):
        self.zero_mask = z <= 0
        return np.max(z, 0)
