"""Two cases by y == 1, log p and log(1 - p), as for a yes or no question."""


class SoftmaxLayer:
    def ce_loss(self, y_hat, y):
        self.y_hat, self.y = y_hat, y
        loss = 0
        for i in range(y.shape[0]):
            for j in range(y.shape[1]):
                if y[i][j] == 1:
                    loss += -np.log(y_hat[i][j] + 1e-10)
                else:
                    loss += -np.log(1 - y_hat[i][j] + 1e-10)
        return loss / y.shape[0]
