"""After an evaluation the gradient goes through mean and variance, which do not depend on x there."""


class BatchNormLayer:
    def backward(self, d_prev, reg_lambda=0):
        d_prev = d_prev.reshape(self.x_hat.shape)
        self.dgamma = np.sum(d_prev * self.x_hat, axis=self.axes)
        self.dbeta = np.sum(d_prev, axis=self.axes)
        inner = self.m * d_prev - self.dbeta.reshape(self.shape) - self.x_hat * self.dgamma.reshape(self.shape)
        return self.gamma.reshape(self.shape) / self.std / self.m * inner
