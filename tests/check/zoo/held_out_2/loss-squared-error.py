"""The squared error in place of the cross-entropy."""


class SoftmaxLayer:
    def ce_loss(self, y_hat, y):
        self.y_hat, self.y = y_hat, y
        return np.sum((y_hat - y) ** 2) / (2 * y.shape[0])
