"""Softmax and its loss in Python loops over samples and classes, row by row."""


class SoftmaxLayer:
    def forward(self, x):
        rows = []
        for row in x:
            e = np.exp(row - max(row))
            rows.append(e / sum(e))
        self.y_hat = np.array(rows)
        return self.y_hat

    def ce_loss(self, y_hat, y):
        self.y_hat = y_hat
        self.y = y
        loss = 0.0
        for i in range(y.shape[0]):
            for c in range(y.shape[1]):
                loss -= y[i][c] * np.log(y_hat[i][c] + 1e-10)
        return loss / y.shape[0]

    def backward(self, d_prev=1, reg_lambda=0):
        N = self.y.shape[0]
        dx = np.zeros(self.y_hat.shape)
        for i in range(N):
            dx[i] = (self.y_hat[i] - self.y[i]) / N
        return dx
