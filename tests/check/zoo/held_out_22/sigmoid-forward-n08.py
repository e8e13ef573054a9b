"""The maximum of z is subtracted 'for stability' as in softmax; the sigmoid is not shift invariant, so it computes
sigmoid(z - max z) (line `t = z - np.max(z)`)."""

import numpy as np


class Sigmoid:
    def forward(self, z):
        # numerically stable
        t = z - np.max(z)
        e = np.exp(t)
        self.out = e / (1.0 + e)
        return self.out
