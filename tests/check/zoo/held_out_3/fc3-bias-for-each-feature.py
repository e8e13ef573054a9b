"""The bias is added inside the loop over the features, D times."""

import numpy as np


class FCLayer:
    def forward(self, x):
        self.x = x.reshape(x.shape[0], -1)
        n, d = self.x.shape
        out = np.zeros((n, self.W.shape[1]))
        for k in range(d):
            out += self.x[:, k : k + 1] * self.W[k] + self.b
        return out
