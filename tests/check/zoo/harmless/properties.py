"""The attributes of the contract are properties; the arrays behind them have other names."""


class ReLU:
    def __init__(self):
        self._positive = None

    @property
    def zero_mask(self):
        return None if self._positive is None else ~self._positive

    def forward(self, z):
        self._positive = z > 0
        return np.where(self._positive, z, 0)

    def backward(self, d_prev, reg_lambda):
        return np.where(self._positive, d_prev, 0)


class FCLayer:
    def __init__(self, input_dim, output_dim):
        self._params = {
            "W": np.random.randn(input_dim, output_dim) / np.sqrt(input_dim / 2),
            "b": np.zeros(output_dim),
        }
        self._grads = {}
        self.x = None

    @property
    def W(self):
        return self._params["W"]

    @W.setter
    def W(self, value):
        self._params["W"] = value

    @property
    def b(self):
        return self._params["b"]

    @b.setter
    def b(self, value):
        self._params["b"] = value

    @property
    def dW(self):
        return self._grads["W"]

    @dW.setter
    def dW(self, value):
        self._grads["W"] = value

    @property
    def db(self):
        return self._grads["b"]

    @db.setter
    def db(self, value):
        self._grads["b"] = value
