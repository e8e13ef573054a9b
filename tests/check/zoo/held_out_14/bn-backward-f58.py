"""In the whole-formula version m is d_prev.shape[0] (the batch size) also for images, where the sums run over N H
W numbers: dx wrong for 4-D inputs."""

import numpy as np


class BatchNormLayer:
    def backward(self, d_prev, reg_lambda=0):
        d_prev = d_prev.reshape(self.x_hat.shape)
        self.dgamma = np.sum(d_prev * self.x_hat, axis=self.axes)
        self.dbeta = np.sum(d_prev, axis=self.axes)
        gamma = self.gamma.reshape(self.shape)
        if not self.was_training:
            return d_prev * gamma / self.std
        m = d_prev.shape[0]
        inner = m * d_prev - self.dbeta.reshape(self.shape) - self.x_hat * self.dgamma.reshape(self.shape)
        return gamma / (m * self.std) * inner
