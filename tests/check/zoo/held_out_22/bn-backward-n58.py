"""The number of averaged values is taken as the batch size x_hat.shape[0] also for 4-D input, where it is N*H*W;
the correction terms are H*W times too large."""

import numpy as np


class BatchNormLayer:
    def backward(self, d_prev, reg_lambda=0):
        xh = self.x_hat
        d_prev = d_prev.reshape(xh.shape)
        self.dgamma = np.sum(d_prev * xh, axis=self.axes)
        self.dbeta = np.sum(d_prev, axis=self.axes)
        g = self.gamma.reshape(self.shape)
        if not self.was_training:
            return d_prev * g / self.std
        m = xh.shape[0]
        db = self.dbeta.reshape(self.shape)
        dg = self.dgamma.reshape(self.shape)
        return g / (m * self.std) * (m * d_prev - db - xh * dg)
