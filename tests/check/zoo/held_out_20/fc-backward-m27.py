"""The returned gradient is zeroed where the layer's input is <= 0 (line `dx[self.x <= 0] = 0`), as if every layer
came after a ReLU and had to undo it itself; the input may well be negative (Tanh)."""

import numpy as np


class FCLayer:
    def backward(self, d_prev, reg_lambda):
        self.dW = np.tensordot(self.x, d_prev, axes=(0, 0)) + reg_lambda * self.W
        self.db = np.sum(d_prev, axis=0)
        dx = np.tensordot(d_prev, self.W, axes=(1, 1))
        dx[self.x <= 0] = 0
        return dx
