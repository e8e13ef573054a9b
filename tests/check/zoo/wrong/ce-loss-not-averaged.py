"""The sum over the batch in place of the mean."""


class SoftmaxLayer:
    def ce_loss(self, y_hat, y):
        self.y_hat = y_hat
        self.y = y
        return float(-np.sum(y * np.log(y_hat + 1e-10)))
