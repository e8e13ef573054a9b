"""The max-shift of the stable softmax is used for sigmoid too (`z = z - z.max(axis=1)`), but sigmoid is not
invariant to a shift."""

import numpy as np
class Sigmoid:
    def forward(self, z):
        # subtract the max so that exp does not overflow
        shifted = z - np.amax(z, axis=1, keepdims=True)
        e = np.exp(shifted)
        self.out = e / (e + 1)
        return self.out
