"""Arguments with names of one's own, for who calls by position."""


class ReLU:
    def forward(self, inputs):
        self.zero_mask = ~(inputs > 0)
        return np.where(self.zero_mask, 0, inputs)

    def backward(self, grad_output, lam):
        return np.where(self.zero_mask, 0, grad_output)


class FCLayer:
    def __init__(self, D, H):
        self.W = np.random.randn(D, H) / np.sqrt(D / 2)
        self.b = np.zeros(H)

    def backward(self, grad_output, lam):
        self.dW = self.x.T @ grad_output + lam * self.W
        self.db = grad_output.sum(axis=0)
        return grad_output @ self.W.T

    def update(self, lr):
        self.W -= lr * self.dW
        self.b -= lr * self.db
