"""x is flattened for the product, but kept as it came."""


class FCLayer:
    def forward(self, x):
        self.x = x
        return x.reshape(len(x), -1) @ self.W + self.b

    def backward(self, d_prev, reg_lambda):
        self.dW = self.x.reshape(len(self.x), -1).T @ d_prev + reg_lambda * self.W
        self.db = np.sum(d_prev, axis=0)
        return d_prev @ self.W.T
