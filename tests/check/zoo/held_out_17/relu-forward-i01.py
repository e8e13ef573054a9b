"""The mask is taken from the clamped output instead of z: `self.zero_mask = out < 0` is all False, so backward
lets every gradient through."""

import numpy as np

class ReLU:
    def forward(self, z):
        out = np.maximum(z, 0)
        # remember the negative places for the backward pass
        self.zero_mask = out < 0
        return out
