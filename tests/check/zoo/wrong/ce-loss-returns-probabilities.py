"""Returns y_hat."""


class SoftmaxLayer:
    def ce_loss(self, y_hat, y):
        self.y_hat = y_hat
        self.y = y
        loss = -np.sum(y * np.log(y_hat + 1e-10)) / y.shape[0]
        return self.y_hat
