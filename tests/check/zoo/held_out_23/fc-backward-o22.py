"""The gradient for the layer below is computed with dW in place of W: `d_prev.dot(self.dW.T)`."""

import numpy as np


class FCLayer:
    def backward(self, d_prev, reg_lambda):
        self.db = d_prev.sum(axis=0)
        self.dW = self.x.T.dot(d_prev)
        self.dW += reg_lambda * self.W
        dx = d_prev.dot(self.dW.T)
        return dx
