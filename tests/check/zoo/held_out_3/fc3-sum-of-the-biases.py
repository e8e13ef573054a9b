"""The einsum of the bias sums it up: each output gets the sum of all biases in place of its own."""

import numpy as np


class FCLayer:
    def forward(self, x):
        self.x = x.reshape(x.shape[0], -1)
        return np.einsum("nd,dh->nh", self.x, self.W) + np.einsum("h->", self.b)
