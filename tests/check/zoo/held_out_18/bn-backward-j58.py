"""`return dx_hat / self.std` in training mode too: batch mean and variance are taken as constants, their two terms
are missing."""

import numpy as np


class BatchNormLayer:
    def backward(self, d_prev, reg_lambda=0):
        d = d_prev.reshape(self.x_hat.shape)
        self.dbeta = d.sum(axis=self.axes)
        self.dgamma = (self.x_hat * d).sum(axis=self.axes)
        dx_hat = self.gamma.reshape(self.shape) * d
        return dx_hat / self.std
