"""Makes the mask only when there is none of the right shape: the student thought of it as something
that is set up once and used again in every step, like the weights."""

import numpy as np


class ReLU:
    def forward(self, z):
        if self.zero_mask is None or self.zero_mask.shape != z.shape:
            self.zero_mask = z <= 0
        return np.maximum(z, 0)
