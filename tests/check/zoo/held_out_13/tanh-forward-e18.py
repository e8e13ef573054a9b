"""In the loop over samples self.out is overwritten with each row's result, so only the last sample's row is kept
and backward broadcasts it over the whole batch."""

import numpy as np


class Tanh:
    def forward(self, z):
        result = np.empty(z.shape)
        for i in range(len(z)):
            self.out = 2 / (1 + np.exp(-2 * z[i])) - 1
            result[i] = self.out
        return result
