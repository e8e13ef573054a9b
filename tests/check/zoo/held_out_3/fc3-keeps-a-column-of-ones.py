"""The bias as a weight of a constant 1: self.x keeps the column of ones, and backward finds D + 1 features."""

import numpy as np


class FCLayer:
    def forward(self, x):
        flat = x.reshape(x.shape[0], -1)
        self.x = np.hstack([flat, np.ones((flat.shape[0], 1))])
        theta = np.vstack([self.W, self.b])
        return self.x @ theta
