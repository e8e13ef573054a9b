"""np.clip in place of the epsilon: the same at 0 and 1, and to 1e-10 / p at an ordinary probability p."""


class SoftmaxLayer:
    def ce_loss(self, y_hat, y):
        self.y_hat = y_hat
        self.y = y
        p = np.clip(y_hat, 1e-10, 1.0)
        return float(-np.sum(y * np.log(p)) / y.shape[0])
