"""np.logaddexp.reduce, and the loss by np.vdot as a NumPy number."""


class SoftmaxLayer:
    def forward(self, x):
        self.y_hat = np.exp(x - np.logaddexp.reduce(x, axis=1)[:, np.newaxis])
        return self.y_hat

    def ce_loss(self, y_hat, y):
        self.y_hat, self.y = y_hat, y
        return -np.vdot(y, np.log(y_hat + 1e-10)) / y.shape[0]
