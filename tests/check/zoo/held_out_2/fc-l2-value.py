"""The value of the L2 term is added where its gradient belongs."""


class FCLayer:
    def backward(self, d_prev, reg_lambda):
        self.dW = np.dot(self.x.T, d_prev) + reg_lambda / 2 * np.sum(np.square(self.W))
        self.db = np.sum(d_prev, axis=0)
        return np.dot(d_prev, self.W.T)
