"""In the step-by-step derivation, dvar uses the standard deviation to the power -1.5 instead of the variance (std
** -3)."""

import numpy as np

class BatchNormLayer:
    def backward(self, d_prev, reg_lambda=0):
        d = d_prev.reshape(self.x_hat.shape)
        g = self.gamma.reshape(self.shape)
        centered = self.x_hat * self.std
        self.dbeta = d.sum(axis=self.axes)
        self.dgamma = (d * self.x_hat).sum(axis=self.axes)
        dx_hat = d * g
        if not self.was_training:
            return dx_hat / self.std
        dvar = np.sum(dx_hat * centered, axis=self.axes, keepdims=True) * -0.5 * self.std ** -1.5
        dmean = np.sum(-dx_hat / self.std, axis=self.axes, keepdims=True)
        return dx_hat / self.std + dvar * 2 * centered / self.m + dmean / self.m
