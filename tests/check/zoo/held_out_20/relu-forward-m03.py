"""The output is clipped above at 1 as well (line `np.clip(z, 0, 1)`), with the idea that an activation is between
0 and 1; values over 1 are lost."""

import numpy as np


class ReLU:
    def forward(self, z):
        self.zero_mask = z <= 0
        # activation is between 0 and 1
        activated = np.clip(z, 0, 1)
        return activated
