""""Improvement" against dying units: negative z are multiplied by 0.01 (leaky) in place of set to 0, in forward
only; line out[neg] = 0.01 * z[neg]."""

import numpy as np


class ReLU:
    def forward(self, z):
        neg = z <= 0
        self.zero_mask = neg
        out = np.array(z, dtype=float)
        # small slope so that neurons do not die
        out[neg] = 0.01 * z[neg]
        return out
