"""The bias is added to the weight matrix before the product, x (W + b), which gives x W + b * sum(x) instead of x
W + b."""

import numpy as np


class FCLayer:
    def forward(self, x):
        n = len(x)
        self.x = x.reshape((n, -1))
        return np.dot(self.x, self.W + self.b)
