"""Multiplies d_prev by dW instead of W on the way down: autocompletion at night, and the shapes are the same."""

import numpy as np


class FCLayer:
    def backward(self, d_prev, reg_lambda):
        self.dW = self.x.T @ d_prev + reg_lambda * self.W
        self.db = np.sum(d_prev, axis=0)
        dx = d_prev @ self.dW.T
        return dx
