"""Applies softmax to y_hat, which is a softmax already."""


class SoftmaxLayer:
    def ce_loss(self, y_hat, y):
        self.y = y
        p = self.forward(y_hat)
        return float(-np.sum(y * np.log(p + 1e-10)) / y.shape[0])
