"""The sums over the batch are subtracted, not the means."""


class BatchNormLayer:
    def backward(self, d_prev, reg_lambda=0):
        d_prev = d_prev.reshape(self.x_hat.shape)
        self.dgamma = np.sum(d_prev * self.x_hat, axis=self.axes)
        self.dbeta = np.sum(d_prev, axis=self.axes)
        scale = self.gamma.reshape(self.shape) / self.std
        if not self.was_training:
            return d_prev * scale
        return scale * (d_prev - self.dbeta.reshape(self.shape) - self.x_hat * self.dgamma.reshape(self.shape))
