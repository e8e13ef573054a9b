"""Weights and gradients in Fortran order, results that are transposed views."""


class FCLayer:
    def __init__(self, input_dim, output_dim):
        self.W = np.asfortranarray(np.random.randn(input_dim, output_dim) / np.sqrt(input_dim / 2))
        self.b = np.zeros(output_dim)

    def forward(self, x):
        self.x = x.reshape(x.shape[0], -1)
        return (self.W.T @ self.x.T).T + self.b

    def backward(self, d_prev, reg_lambda):
        self.dW = (d_prev.T @ self.x).T + reg_lambda * self.W
        self.db = d_prev.T.sum(axis=1)
        return (self.W @ d_prev.T).T
