"""x_hat is added to d_prev."""


class BatchNormLayer:
    def backward(self, d_prev, reg_lambda=0):
        d = d_prev.reshape(self.x_hat.shape)
        self.dgamma = np.sum(d + self.x_hat, axis=self.axes)
        self.dbeta = np.sum(d, axis=self.axes)
        d = d * self.gamma.reshape(self.shape)
        if not self.was_training:
            return d / self.std
        mean_d = d.mean(axis=self.axes).reshape(self.shape)
        mean_dx = (d * self.x_hat).mean(axis=self.axes).reshape(self.shape)
        return (d - mean_d - self.x_hat * mean_dx) / self.std
