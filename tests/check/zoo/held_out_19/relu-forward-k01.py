"""The student thinks that an activation must lie in [0,1] as for sigmoid and clips the positive part at 1
(np.clip(z, 0, 1)); z > 1 is cut off."""

import numpy as np


class ReLU:
    def forward(self, z):
        self.zero_mask = (z <= 0)
        # activations are between 0 and 1
        a = np.clip(z, 0.0, 1.0)
        return a
