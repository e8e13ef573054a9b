"""dgamma is summed from dx_hat, which has been multiplied by gamma already (variable overwritten before dgamma),
so dgamma is gamma times too large."""

import numpy as np


class BatchNormLayer:
    def backward(self, d_prev, reg_lambda=0):
        d = d_prev.reshape(self.x_hat.shape)
        self.dbeta = np.sum(d, axis=self.axes)
        d = d * self.gamma.reshape(self.shape)
        self.dgamma = np.sum(d * self.x_hat, axis=self.axes)
        if self.was_training:
            m = self.m
            s1 = d.sum(axis=self.axes).reshape(self.shape)
            s2 = (d * self.x_hat).sum(axis=self.axes).reshape(self.shape)
            return (m * d - s1 - self.x_hat * s2) / (m * self.std)
        return d / self.std
