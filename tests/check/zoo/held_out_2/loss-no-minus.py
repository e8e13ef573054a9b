"""The minus was forgotten."""


class SoftmaxLayer:
    def ce_loss(self, y_hat, y):
        self.y_hat, self.y = y_hat, y
        return np.sum(y * np.log(y_hat + 1e-10)) / len(y)
