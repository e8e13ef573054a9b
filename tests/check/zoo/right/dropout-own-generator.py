"""A generator of the layer's own, seeded from NumPy's global state, and np.where."""


class DropoutLayer:
    def __init__(self, rate):
        self.rate = rate
        self.mode = "training"
        self.generator = np.random.default_rng(np.random.randint(2 ** 31))

    def forward(self, x):
        self.factor = np.ones_like(x)
        if self.mode == "training":
            dropped = self.generator.random(x.shape) < self.rate
            self.factor = np.where(dropped, 0.0, 1.0 / (1.0 - self.rate))
        return self.factor * x

    def backward(self, d_prev, reg_lambda=0):
        return self.factor * d_prev.reshape(self.factor.shape)
