"""A slice and an index give every row the classes of all samples."""


class SoftmaxLayer:
    def ce_loss(self, y_hat, y):
        self.y_hat, self.y = y_hat, y
        labels = np.argmax(y, axis=1)
        return float(-np.mean(np.log(y_hat[:, labels] + 1e-10)))
