"""Flattens with x.reshape(-1, N).T, which does not keep one sample per row but mixes entries of different samples."""

import numpy as np


class FCLayer:
    def forward(self, x):
        n = x.shape[0]
        # one column per sample, then transpose
        columns = x.reshape(-1, n)
        self.x = columns.T
        z = np.dot(self.x, self.W)
        z = z + self.b
        return z
