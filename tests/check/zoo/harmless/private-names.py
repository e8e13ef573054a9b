"""What backward needs is kept under private names; only W, b, dW and db have the contract's."""


class ReLU:
    def __init__(self):
        self.__mask = None

    def forward(self, z):
        self.__mask = z > 0
        return np.where(self.__mask, z, 0)

    def backward(self, d_prev, reg_lambda):
        return np.where(self.__mask, d_prev, 0)


class Sigmoid:
    def __init__(self):
        self._s = None

    def forward(self, z):
        e = np.exp(-np.abs(z))
        self._s = np.where(z >= 0, 1, e) / (1 + e)
        return self._s

    def backward(self, d_prev, reg_lambda):
        return d_prev * self._s * (1 - self._s)


class Tanh:
    def __init__(self):
        self._t = None

    def forward(self, z):
        e = np.exp(-2 * np.abs(z))
        self._t = np.sign(z) * (1 - e) / (1 + e)
        return self._t

    def backward(self, d_prev, reg_lambda):
        return d_prev * (1 - self._t ** 2)


class FCLayer:
    def forward(self, x):
        self._cache = (x.reshape(x.shape[0], -1), x.shape)
        return self._cache[0] @ self.W + self.b

    def backward(self, d_prev, reg_lambda):
        x, _ = self._cache
        self.dW = x.T @ d_prev + reg_lambda * self.W
        self.db = np.sum(d_prev, axis=0)
        return d_prev @ self.W.T


class SoftmaxLayer:
    def __init__(self):
        self._p = None
        self._labels = None

    def forward(self, x):
        e = np.exp(x - np.max(x, axis=1, keepdims=True))
        self._p = e / np.sum(e, axis=1, keepdims=True)
        return self._p

    def ce_loss(self, y_hat, y):
        self._p, self._labels = y_hat, y
        return -np.sum(y * np.log(y_hat + 1e-10)) / y.shape[0]

    def backward(self, d_prev=1, reg_lambda=0):
        return (self._p - self._labels) / self._labels.shape[0]
