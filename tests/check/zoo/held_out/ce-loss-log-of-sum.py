"""The logarithm of the sum over the batch for the sum of the logarithms."""


class SoftmaxLayer:
    def ce_loss(self, y_hat, y):
        self.y_hat, self.y = y_hat, y
        return float(-np.log(np.sum(y * y_hat) + 1e-10) / y.shape[0])
