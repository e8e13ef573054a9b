"""Gradients are added to those of the calls before, as PyTorch does, but nobody sets them back to zero."""

import numpy as np


class FCLayer:
    def backward(self, d_prev, reg_lambda):
        if self.dW is None:
            self.dW = np.zeros_like(self.W)
            self.db = np.zeros_like(self.b)
        self.dW += self.x.T @ d_prev + reg_lambda * self.W
        self.db += d_prev.sum(axis=0)
        return d_prev @ self.W.T
