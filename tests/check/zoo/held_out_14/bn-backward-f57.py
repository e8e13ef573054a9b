"""Treats mean and variance of the batch as constants in training as well: returns only d_prev gamma / std, the two
terms through mean and variance are missing."""

import numpy as np


class BatchNormLayer:
    def backward(self, d_prev, reg_lambda=0):
        g = d_prev.reshape(self.x_hat.shape)
        self.dbeta = g.sum(axis=self.axes)
        self.dgamma = (g * self.x_hat).sum(axis=self.axes)
        scale = self.gamma.reshape(self.shape) / self.std
        return scale * g
