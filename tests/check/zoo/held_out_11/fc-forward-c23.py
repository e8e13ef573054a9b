"""Flattens to (-1, N) and transposes, which mixes values of different samples: x.reshape(-1, x.shape[0]).T is not
x.reshape(x.shape[0], -1)."""

import numpy as np


class FCLayer:
    def forward(self, x):
        num = x.shape[0]
        self.x = x.reshape(-1, num).T
        out = np.dot(self.x, self.W)
        out += self.b
        return out
