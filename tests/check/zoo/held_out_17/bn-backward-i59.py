"""Step by step with a wrong power in dvar: `-0.5 * self.std ** -2`, where the derivative of (var+eps)^(-1/2) is
-0.5 (var+eps)^(-3/2), std ** -3."""

import numpy as np

class BatchNormLayer:
    def backward(self, d_prev, reg_lambda=0):
        d_prev = d_prev.reshape(self.x_hat.shape)
        ax, sh = self.axes, self.shape
        self.dbeta = d_prev.sum(axis=ax)
        self.dgamma = (d_prev * self.x_hat).sum(axis=ax)
        dxhat = d_prev * self.gamma.reshape(sh)
        if not self.was_training:
            return dxhat / self.std
        xmu = self.x_hat * self.std
        dvar = np.sum(dxhat * xmu * -0.5 * self.std ** -2, axis=ax).reshape(sh)
        dmu = np.sum(-dxhat / self.std, axis=ax).reshape(sh)
        return dxhat / self.std + dvar * 2 * xmu / self.m + dmu / self.m
