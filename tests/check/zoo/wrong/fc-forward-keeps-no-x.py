"""Keeps the input under another name."""


class FCLayer:
    def forward(self, x):
        self.input = x.reshape(x.shape[0], -1)
        return self.input @ self.W + self.b

    def backward(self, d_prev, reg_lambda):
        self.dW = self.input.T @ d_prev + reg_lambda * self.W
        self.db = np.sum(d_prev, axis=0)
        return d_prev @ self.W.T
