"""The variance is treated as a constant: the path through var (term x_hat * mean(dx_hat * x_hat)) is missing, only
the mean is differentiated."""

import numpy as np


class BatchNormLayer:
    def backward(self, d_prev, reg_lambda=0):
        d = d_prev.reshape(self.x_hat.shape)
        ax = self.axes
        self.dbeta = d.sum(axis=ax)
        self.dgamma = (d * self.x_hat).sum(axis=ax)
        dxhat = self.gamma.reshape(self.shape) * d
        if self.was_training:
            # the mean depends on x
            dxhat = dxhat - np.mean(dxhat, axis=ax, keepdims=True)
        return dxhat / self.std
