"""1/N was forgotten."""


class SoftmaxLayer:
    def ce_loss(self, y_hat, y):
        self.y_hat, self.y = y_hat, y
        loss = -np.sum(y * np.log(y_hat + 1e-10))
        return loss
