"""The bias's gradient is a product with a row of ones."""


class FCLayer:
    def backward(self, d_prev, reg_lambda):
        N = d_prev.shape[0]
        self.db = np.dot(np.ones(N), d_prev)
        self.dW = np.dot(self.x.T, d_prev) + reg_lambda * self.W
        return np.dot(d_prev, self.W.T)
