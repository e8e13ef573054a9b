"""Bias trick with an additional column of zeros instead of ones, so the bias never contributes to the output."""

import numpy as np


class FCLayer:
    def forward(self, x):
        N = x.shape[0]
        self.x = x.reshape(N, -1)
        # bias trick
        x_ext = np.hstack([self.x, np.zeros((N, 1))])
        W_ext = np.vstack([self.W, self.b])
        return x_ext.dot(W_ext)
