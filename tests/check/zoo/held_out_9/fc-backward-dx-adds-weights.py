"""dx has the sums of W besides."""


class FCLayer:
    def backward(self, d_prev, reg_lambda):
        self.dW = np.dot(self.x.T, d_prev) + reg_lambda * self.W
        self.db = d_prev.sum(axis=0)
        return d_prev @ self.W.T + self.W.sum(axis=1)
