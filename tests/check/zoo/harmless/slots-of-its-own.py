"""__slots__ leave no room for any attribute that the student did not think of, zero_mask and out among them."""


class ReLU:
    __slots__ = ("positive",)

    def __init__(self):
        self.positive = None

    def forward(self, z):
        self.positive = z > 0
        return np.where(self.positive, z, 0)

    def backward(self, d_prev, reg_lambda):
        return np.where(self.positive, d_prev, 0)


class Sigmoid:
    __slots__ = ("slope",)

    def __init__(self):
        self.slope = None

    def forward(self, z):
        e = np.exp(-np.abs(z))
        out = np.where(z >= 0, 1 / (1 + e), e / (1 + e))
        self.slope = out * (1 - out)
        return out

    def backward(self, d_prev, reg_lambda):
        return d_prev * self.slope


class FCLayer:
    __slots__ = ("W", "b", "x", "dW", "db")
