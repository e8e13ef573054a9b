"""dW is the sum of x, without d_prev."""


class FCLayer:
    def backward(self, d_prev, reg_lambda):
        self.dW = self.x.T @ np.ones_like(d_prev) + reg_lambda * self.W
        self.db = np.sum(d_prev, axis=0)
        return d_prev @ self.W.T
