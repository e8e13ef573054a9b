"""A decorator around methods, which hides their names and signatures."""


def checked(method):
    def wrapper(self, *args, **kwargs):
        result = method(self, *args, **kwargs)
        if isinstance(result, np.ndarray):
            assert np.all(np.isfinite(result)), method.__name__
        return result
    return wrapper


class Sigmoid:
    @checked
    def forward(self, z):
        e = np.exp(-np.abs(z))
        self.out = np.where(z >= 0, 1 / (1 + e), e / (1 + e))
        return self.out

    @checked
    def backward(self, d_prev, reg_lambda):
        return d_prev * self.out * (1 - self.out)


class FCLayer:
    @checked
    def forward(self, x):
        self.x = x.reshape(x.shape[0], -1)
        return self.x @ self.W + self.b

    @checked
    def backward(self, d_prev, reg_lambda):
        self.dW = self.x.T @ d_prev + reg_lambda * self.W
        self.db = np.sum(d_prev, axis=0)
        return d_prev @ self.W.T
