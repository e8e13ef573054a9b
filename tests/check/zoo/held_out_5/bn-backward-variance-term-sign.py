"""The chain through the variance has the wrong sign: d(var^-1/2) without its minus."""


class BatchNormLayer:
    def backward(self, d_prev, reg_lambda=0):
        d_prev = d_prev.reshape(self.x_hat.shape)
        self.dgamma = np.sum(d_prev * self.x_hat, axis=self.axes)
        self.dbeta = np.sum(d_prev, axis=self.axes)
        dx_hat = d_prev * self.gamma.reshape(self.shape)
        if not self.was_training:
            return dx_hat / self.std
        centred = self.x_hat * self.std
        dvar = np.sum(dx_hat * centred, axis=self.axes).reshape(self.shape) * 0.5 * self.std**-3
        dmean = -np.sum(dx_hat / self.std, axis=self.axes).reshape(self.shape)
        return dx_hat / self.std + dvar * 2 * centred / self.m + dmean / self.m
