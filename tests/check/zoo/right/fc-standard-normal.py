"""np.random.standard_normal, gradients that exist from the start, sums as products with ones."""


class FCLayer:
    def __init__(self, input_dim, output_dim):
        self.W = np.random.standard_normal(size=(input_dim, output_dim)) * (2 / input_dim) ** 0.5
        self.b = np.full(output_dim, 0.0)
        self.dW = np.zeros_like(self.W)
        self.db = np.zeros_like(self.b)

    def backward(self, d_prev, reg_lambda):
        ones = np.ones(d_prev.shape[0], dtype=d_prev.dtype)
        self.dW[...] = 0
        self.dW = self.dW.astype(self.W.dtype)
        self.dW += self.x.T @ d_prev
        self.dW += reg_lambda * self.W
        self.db = ones @ d_prev
        return d_prev @ self.W.T
