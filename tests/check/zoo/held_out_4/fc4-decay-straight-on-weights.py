"""Shrinks the weights right here ("weight decay", from a blog on AdamW) instead of adding reg_lambda W to the
gradient; the step is then without the learning rate."""

import numpy as np


class FCLayer:
    def backward(self, d_prev, reg_lambda):
        self.dW = self.x.T @ d_prev
        self.db = np.sum(d_prev, axis=0)
        dx = d_prev @ self.W.T
        self.W = self.W * (1 - reg_lambda)
        return dx
