"""The gradient goes back in the shape in which x came, images as images."""


class FCLayer:
    def forward(self, x):
        self.x_shape = x.shape
        self.x = x.reshape(x.shape[0], -1)
        return np.matmul(self.x, self.W) + self.b

    def backward(self, d_prev, reg_lambda):
        self.dW = np.matmul(self.x.T, d_prev) + reg_lambda * self.W
        self.db = d_prev.sum(0)
        return np.matmul(d_prev, self.W.T).reshape(self.x_shape)
