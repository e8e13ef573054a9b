"""`np.sum(d_prev)` without axis: db is one number, the sum over all outputs too, filled into every bias."""

import numpy as np


class FCLayer:
    def backward(self, d_prev, reg_lambda):
        dx = d_prev @ np.transpose(self.W)
        dW = np.transpose(self.x) @ d_prev
        self.dW = dW + self.W * reg_lambda
        self.db = np.full(self.b.shape, np.sum(d_prev))
        return dx
