"""The mean over the samples of log of the squared probability."""


class SoftmaxLayer:
    def ce_loss(self, y_hat, y):
        self.y_hat, self.y = y_hat, y
        p = np.sum(y * y_hat ** 2, axis=1)
        return float(-np.mean(np.log(p + 1e-10)))
