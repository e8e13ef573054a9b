"""The loop over the samples ends one too early."""


class SoftmaxLayer:
    def ce_loss(self, y_hat, y):
        self.y_hat, self.y = y_hat, y
        loss = 0.0
        for i in range(len(y) - 1):
            loss -= np.sum(y[i] * np.log(y_hat[i] + 1e-10))
        return float(loss / len(y))
