"""2 reg_lambda W, and db is d_prev."""


class FCLayer:
    def backward(self, d_prev, reg_lambda):
        self.dW = self.x.T @ d_prev + 2 * reg_lambda * self.W
        self.db = d_prev
        return d_prev @ self.W.T
