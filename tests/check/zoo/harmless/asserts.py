"""Checks its arguments with assert, as a careful student does."""


class FCLayer:
    def forward(self, x):
        assert x.ndim in (2, 4), f"x must be 2-D or 4-D, got {x.ndim}-D"
        self.x = x.reshape(x.shape[0], -1)
        assert self.x.shape[1] == self.W.shape[0], "wrong number of features"
        out = self.x @ self.W + self.b
        assert out.shape == (x.shape[0], self.W.shape[1])
        return out

    def backward(self, d_prev, reg_lambda):
        assert self.x is not None, "call forward first"
        assert d_prev.shape == (self.x.shape[0], self.W.shape[1])
        assert reg_lambda >= 0
        self.dW = self.x.T @ d_prev + reg_lambda * self.W
        self.db = d_prev.sum(axis=0)
        assert self.dW.shape == self.W.shape and self.db.shape == self.b.shape
        return d_prev @ self.W.T


class SoftmaxLayer:
    def ce_loss(self, y_hat, y):
        assert y_hat.shape == y.shape
        assert np.all((y == 0) | (y == 1)), "labels must be one-hot"
        assert np.allclose(y.sum(axis=1), 1)
        assert np.all(y_hat >= 0)
        self.y_hat = y_hat
        self.y = y
        return -np.sum(y * np.log(y_hat + 1e-10)) / len(y)
