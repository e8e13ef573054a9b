"""Adds the epsilon to y_hat itself."""


class SoftmaxLayer:
    def ce_loss(self, y_hat, y):
        y_hat += 1e-10
        self.y_hat = y_hat
        self.y = y
        return float(-np.sum(y * np.log(y_hat)) / y.shape[0])
