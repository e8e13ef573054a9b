"""dbeta sums what dx starts from."""


class BatchNormLayer:
    def backward(self, d_prev, reg_lambda=0):
        d_prev = d_prev.reshape(self.x_hat.shape)
        dx_hat = d_prev * self.gamma.reshape(self.shape)
        self.dgamma = np.sum(d_prev * self.x_hat, axis=self.axes)
        self.dbeta = np.sum(dx_hat, axis=self.axes)
        if not self.was_training:
            return dx_hat / self.std
        mean_d = dx_hat.mean(axis=self.axes).reshape(self.shape)
        mean_dx = (dx_hat * self.x_hat).mean(axis=self.axes).reshape(self.shape)
        return (dx_hat - mean_d - self.x_hat * mean_dx) / self.std
