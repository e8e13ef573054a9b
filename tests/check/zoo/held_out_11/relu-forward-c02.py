"""Leaky version: negative inputs are multiplied by 0.1 and not set to zero (out.append(0.1 * v)), although
backward is that of the ordinary ReLU."""

import numpy as np


class ReLU:
    def forward(self, z):
        self.zero_mask = (z <= 0)
        out = []
        for v in z.ravel():
            if v > 0:
                out.append(v)
            else:
                # against dying neurons
                out.append(0.1 * v)
        return np.array(out).reshape(z.shape)
