"""The return is indented too far: only the first sample counts."""


class SoftmaxLayer:
    def ce_loss(self, y_hat, y):
        self.y_hat, self.y = y_hat, y
        N = y.shape[0]
        loss = 0.0
        for i in range(N):
            loss -= np.sum(y[i] * np.log(y_hat[i] + 1e-10))
            return loss / N
