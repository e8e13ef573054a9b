"""The logarithm of the mean for the mean of the logarithms."""


class SoftmaxLayer:
    def ce_loss(self, y_hat, y):
        self.y_hat, self.y = y_hat, y
        p = np.sum(y * y_hat, axis=1)
        return float(-np.log(np.mean(p) + 1e-10))
