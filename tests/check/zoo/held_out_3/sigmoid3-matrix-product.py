"""np.dot with the transposed derivative in place of the product entry by entry: the result is (N, N)."""

import numpy as np


class Sigmoid:
    def backward(self, d_prev, reg_lambda):
        local = self.out * (1 - self.out)
        return np.dot(d_prev, local.T)
