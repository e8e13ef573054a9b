"""Parameters have names of the student's own; the course's model passes arguments by position."""


class ReLU:
    def forward(self, inputs):
        self.zero_mask = inputs <= 0
        return np.where(inputs > 0, inputs, 0)

    def backward(self, delta, lam):
        return np.where(self.zero_mask, 0, delta)


class FCLayer:
    def __init__(self, n_in, n_out):
        self.W = np.random.randn(n_in, n_out) / np.sqrt(n_in / 2)
        self.b = np.zeros(n_out)

    def forward(self, a):
        self.x = a.reshape(a.shape[0], -1)
        return self.x @ self.W + self.b

    def backward(self, delta, lam):
        self.dW = self.x.T @ delta + lam * self.W
        self.db = delta.sum(axis=0)
        return delta @ self.W.T

    def update(self, lr):
        self.W -= lr * self.dW
        self.b -= lr * self.db


class SoftmaxLayer:
    def ce_loss(self, p, t):
        self.y_hat, self.y = p, t
        return -(t * np.log(p + 1e-10)).sum() / t.shape[0]

    def backward(self, delta=1, lam=0):
        return (self.y_hat - self.y) / self.y.shape[0]
