"""In the step-by-step chain rule the exponent -1.5 of the variance is applied to the standard deviation: dvar =
sum(...) * -0.5 * std ** -1.5 instead of std ** -3."""

import numpy as np

class BatchNormLayer:
    def backward(self, d_prev, reg_lambda=0):
        d = d_prev.reshape(self.x_hat.shape)
        self.dgamma = np.sum(d * self.x_hat, axis=self.axes)
        self.dbeta = np.sum(d, axis=self.axes)
        dxhat = d * self.gamma.reshape(self.shape)
        if not self.was_training:
            return dxhat / self.std
        xc = self.x_hat * self.std
        dvar = np.sum(dxhat * xc, axis=self.axes, keepdims=True) * -0.5 * self.std ** (-1.5)
        dmean = -np.sum(dxhat / self.std, axis=self.axes, keepdims=True)
        return dxhat / self.std + dvar * 2 * xc / self.m + dmean / self.m
