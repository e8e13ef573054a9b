"""Uses m = batch size N in the formula also for 4-D inputs, where the statistics are over N*H*W values: sums are
divided by N only."""

import numpy as np


class BatchNormLayer:
    def backward(self, d_prev, reg_lambda=0):
        g = d_prev.reshape(self.x_hat.shape)
        m = g.shape[0]
        self.dgamma = np.sum(g * self.x_hat, axis=self.axes)
        self.dbeta = np.sum(g, axis=self.axes)
        gamma = self.gamma.reshape(self.shape)
        if not self.was_training:
            return g * gamma / self.std
        s1 = self.dbeta.reshape(self.shape)
        s2 = self.dgamma.reshape(self.shape)
        return gamma / (m * self.std) * (m * g - s1 - self.x_hat * s2)
