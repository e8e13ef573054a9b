"""dgamma is taken with gamma * x_hat (the scaled output before beta) instead of x_hat (line `scaled`)."""

import numpy as np

class BatchNormLayer:
    def backward(self, d_prev, reg_lambda=0):
        dout = d_prev.reshape(self.x_hat.shape)
        gamma = self.gamma.reshape(self.shape)
        scaled = gamma * self.x_hat
        self.dgamma = np.sum(dout * scaled, axis=self.axes)
        self.dbeta = np.sum(dout, axis=self.axes)
        if self.was_training:
            s1 = np.sum(dout, axis=self.axes, keepdims=True)
            s2 = np.sum(dout * self.x_hat, axis=self.axes, keepdims=True)
            return gamma / (self.m * self.std) * (self.m * dout - s1 - self.x_hat * s2)
        return dout * gamma / self.std
