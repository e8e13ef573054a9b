"""The variance is treated as a constant of the batch: the term x_hat * mean(dx_hat * x_hat) is missing in dx."""

import numpy as np

class BatchNormLayer:
    def backward(self, d_prev, reg_lambda=0):
        d = d_prev.reshape(self.x_hat.shape)
        self.dbeta = d.sum(axis=self.axes)
        self.dgamma = (d * self.x_hat).sum(axis=self.axes)
        g = d * self.gamma.reshape(self.shape)
        dx = g / self.std
        if self.was_training:
            # the mean depends on x as well
            dx = dx - np.mean(dx, axis=self.axes).reshape(self.shape)
        return dx
