"""tensordot over the axes as they are."""


class FCLayer:
    def forward(self, x):
        self.x = x.reshape(x.shape[0], -1)
        return np.tensordot(self.x, self.W, axes=1) + self.b[np.newaxis, :]

    def backward(self, d_prev, reg_lambda):
        self.dW = np.tensordot(self.x, d_prev, axes=(0, 0)) + reg_lambda * self.W
        self.db = d_prev.sum(0)
        return np.tensordot(d_prev, self.W, axes=(1, 1))
