"""The L2 gradient is divided by the batch size (lambda/m * W, as in another course's formula), while here the L2
term is not averaged."""

import numpy as np

class FCLayer:
    def backward(self, d_prev, reg_lambda):
        m = d_prev.shape[0]
        self.dW = self.x.T.dot(d_prev) + (reg_lambda / m) * self.W
        self.db = d_prev.sum(0)
        d_x = d_prev.dot(self.W.T)
        return d_x
