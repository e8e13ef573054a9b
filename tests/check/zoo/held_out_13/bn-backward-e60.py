"""gamma is missing in dx: dx_hat is taken as d_prev instead of d_prev * gamma (shows as soon as gamma is not 1)."""

import numpy as np


class BatchNormLayer:
    def backward(self, d_prev, reg_lambda=0):
        dy = d_prev.reshape(self.x_hat.shape)
        self.dgamma = np.sum(dy * self.x_hat, axis=self.axes)
        self.dbeta = np.sum(dy, axis=self.axes)
        inv = 1.0 / self.std
        if not self.was_training:
            return dy * inv
        xc = self.x_hat * self.std
        dvar = np.sum(dy * xc, axis=self.axes, keepdims=True) * (-0.5) * inv ** 3
        dmean = -np.sum(dy * inv, axis=self.axes, keepdims=True)
        return dy * inv + dvar * 2 * xc / self.m + dmean / self.m
