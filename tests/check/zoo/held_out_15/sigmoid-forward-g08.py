"""The row maximum is subtracted before the exponential "for stability", as in softmax ("shifted = z - ...");
sigmoid is not invariant to a shift."""

import numpy as np

class Sigmoid:
    def forward(self, z):
        flat = z.reshape(z.shape[0], -1)
        # numerical stability
        shifted = flat - flat.max(axis=1, keepdims=True)
        self.out = (1 / (1 + np.exp(-shifted))).reshape(z.shape)
        return self.out
