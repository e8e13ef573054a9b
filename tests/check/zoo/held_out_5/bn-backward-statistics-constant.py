"""In training mean and variance are taken as constants: gamma d_prev / std, as in evaluation."""


class BatchNormLayer:
    def backward(self, d_prev, reg_lambda=0):
        d_prev = d_prev.reshape(self.x_hat.shape)
        self.dgamma = np.sum(d_prev * self.x_hat, axis=self.axes)
        self.dbeta = np.sum(d_prev, axis=self.axes)
        return self.gamma.reshape(self.shape) * d_prev / self.std
