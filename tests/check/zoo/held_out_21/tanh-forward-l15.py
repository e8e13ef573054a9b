"""|z| is used to avoid overflow, but the sign is not put back, so negative inputs give positive outputs."""

import numpy as np
class Tanh:
    def forward(self, z):
        t = np.abs(z)              # exp(-2t) is never large
        e = np.exp(-2.0 * t)
        self.out = 2.0 / (1.0 + e) - 1.0
        return self.out
