"""The bias is added inside the loop over input features, so D times instead of once."""

import numpy as np


class FCLayer:
    def forward(self, x):
        n = x.shape[0]
        self.x = x.reshape(n, -1)
        D, H = self.W.shape
        y = np.zeros((n, H))
        for d in range(D):
            y += self.x[:, d:d + 1] * self.W[d] + self.b
        return y
