"""The mean over the classes, then over the samples."""


class SoftmaxLayer:
    def ce_loss(self, y_hat, y):
        self.y_hat, self.y = y_hat, y
        losses = -np.mean(y * np.log(y_hat + 1e-10), axis=1)
        return float(np.mean(losses))
