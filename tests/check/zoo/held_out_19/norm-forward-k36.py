"""The factor lambda/2 is applied to the running total inside the loop, so the first layers are multiplied by it
again for every later layer."""

import numpy as np


class Norm:
    def forward(self, weights, reg_lambda):
        l2 = 0.0
        for w in weights:
            l2 = reg_lambda / 2 * (l2 + np.sum(w * w))
        return float(l2)
