"""Uses what forward kept in place of the y_hat that it was given."""


class SoftmaxLayer:
    def ce_loss(self, y_hat, y):
        self.y = y
        return float(-np.sum(y * np.log(self.y_hat + 1e-10)) / y.shape[0])
