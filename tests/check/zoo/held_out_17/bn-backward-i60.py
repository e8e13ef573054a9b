"""`N = d_prev.shape[0]` is used as the number of averaged values; for (N,C,H,W) it is N*H*W, so the two correction
terms are too large there."""

import numpy as np

class BatchNormLayer:
    def backward(self, d_prev, reg_lambda=0):
        d_prev = d_prev.reshape(self.x_hat.shape)
        self.dgamma = np.sum(d_prev * self.x_hat, axis=self.axes)
        self.dbeta = np.sum(d_prev, axis=self.axes)
        g = d_prev * np.reshape(self.gamma, self.shape)
        if self.was_training:
            N = d_prev.shape[0]
            s1 = np.sum(g, axis=self.axes, keepdims=True)
            s2 = np.sum(g * self.x_hat, axis=self.axes, keepdims=True)
            g = (N * g - s1 - self.x_hat * s2) / N
        return g / self.std
