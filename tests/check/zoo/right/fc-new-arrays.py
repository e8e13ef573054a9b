"""update binds new arrays; np.dot; the batch dimension first in the reshape."""


class FCLayer:
    def forward(self, x):
        batch_size = x.shape[0]
        features = int(np.prod(x.shape[1:]))
        self.x = x.reshape((batch_size, features))
        return np.dot(self.x, self.W) + self.b

    def backward(self, d_prev, reg_lambda):
        self.dW = np.dot(self.x.transpose(), d_prev) + np.multiply(reg_lambda, self.W)
        self.db = np.sum(d_prev, 0)
        return np.dot(d_prev, np.transpose(self.W))

    def update(self, learning_rate):
        self.W = self.W - self.dW * learning_rate
        self.b = self.b - self.db * learning_rate
