"""The factor 1/2 of the derivative of (var + eps)^(-1/2) is missing in dvar, so the variance term of dx is twice
too large."""

import numpy as np


class BatchNormLayer:
    def backward(self, d_prev, reg_lambda=0):
        d_prev = d_prev.reshape(self.x_hat.shape)
        self.dgamma = np.sum(d_prev * self.x_hat, axis=self.axes)
        self.dbeta = np.sum(d_prev, axis=self.axes)
        dxhat = d_prev * self.gamma.reshape(self.shape)
        if not self.was_training:
            return dxhat / self.std
        xmu = self.x_hat * self.std
        dvar = -np.sum(dxhat * xmu, axis=self.axes, keepdims=True) * self.std ** (-3)
        dmu = -np.sum(dxhat, axis=self.axes, keepdims=True) / self.std
        return dxhat / self.std + dvar * 2 * xmu / self.m + dmu / self.m
