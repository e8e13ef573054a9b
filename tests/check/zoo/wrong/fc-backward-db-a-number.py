"""db is one number."""


class FCLayer:
    def backward(self, d_prev, reg_lambda):
        self.dW = self.x.T @ d_prev + reg_lambda * self.W
        self.db = np.sum(d_prev)
        return d_prev @ self.W.T
