"""The bias is added within the loop over the input features, D times: out += np.outer(...) + self.b."""

import numpy as np


class FCLayer:
    def forward(self, x):
        self.x = np.reshape(x, (len(x), -1))
        n, d = self.x.shape
        out = np.zeros((n, self.W.shape[1]))
        for k in range(d):
            out += np.outer(self.x[:, k], self.W[k]) + self.b
        return out
