"""Limits the output to [0.1, 0.9] so that gradients 'never vanish'; every |z| > 2.2 gets a wrong value (line with
np.clip)."""

import numpy as np

class Sigmoid:
    def forward(self, z):
        out = np.power(1 + np.exp(-z), -1)
        # avoid saturation / log(0) later
        out = np.clip(out, 0.1, 0.9)
        self.out = out
        return self.out
