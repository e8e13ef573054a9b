"""In training mean and variance are treated as constants: dx = gamma * d_prev / std lacks the two terms that go
through the batch statistics."""

class BatchNormLayer:
    def backward(self, d_prev, reg_lambda=0):
        d = d_prev.reshape(self.x_hat.shape)
        self.dbeta = d.sum(axis=self.axes)
        self.dgamma = (d * self.x_hat).sum(axis=self.axes)
        scale = self.gamma.reshape(self.shape) / self.std
        return d * scale
