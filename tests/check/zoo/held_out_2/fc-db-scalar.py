"""One sum over everything for each unit's own."""


class FCLayer:
    def backward(self, d_prev, reg_lambda):
        self.dW = np.dot(self.x.T, d_prev) + reg_lambda * self.W
        self.db = np.zeros_like(self.b) + np.sum(d_prev)
        return np.dot(d_prev, self.W.T)
