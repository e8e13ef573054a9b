"""More arguments than asked for, all with defaults, and more methods and attributes."""


class ReLU:
    def __init__(self, name="relu", verbose=False):
        self.name = name
        self.verbose = verbose
        self.calls = 0
        self.history = []

    def __call__(self, z):
        return self.forward(z)

    def forward(self, z, training=True):
        self.calls += 1
        self.history.append(z.shape)
        self.zero_mask = z <= 0
        return np.where(self.zero_mask, np.zeros((), z.dtype), z)

    def backward(self, d_prev, reg_lambda=0.0, **kwargs):
        return np.where(self.zero_mask, np.zeros((), d_prev.dtype), d_prev)

    def count_parameters(self):
        return 0


class FCLayer:
    def __init__(self, input_dim, output_dim, scale=None, seed=None):
        if seed is not None:
            np.random.seed(seed)
        scale = np.sqrt(2 / input_dim) if scale is None else scale
        self.W = scale * np.random.randn(input_dim, output_dim)
        self.b = np.zeros(output_dim)
        self.grads = {}

    def __repr__(self):
        return "FC(%d, %d)" % self.W.shape

    def backward(self, d_prev, reg_lambda=0):
        self.grads["W"] = self.dW = self.x.T.dot(d_prev) + reg_lambda * self.W
        self.grads["b"] = self.db = d_prev.sum(axis=0)
        return d_prev.dot(self.W.T)

    def update(self, learning_rate=0.01):
        self.W -= learning_rate * self.dW
        self.b -= learning_rate * self.db
