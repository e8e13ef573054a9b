"""The output is also cut off at 1 (`np.clip(z, 0, 1)`), because activations 'should lie between 0 and 1'; positive
values above 1 are wrong."""

import numpy as np


class ReLU:
    def forward(self, z):
        activated = np.clip(z, 0, 1)
        self.zero_mask = z <= 0
        return activated
