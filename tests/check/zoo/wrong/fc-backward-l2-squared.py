"""reg_lambda W^2: the term in place of its derivative."""


class FCLayer:
    def backward(self, d_prev, reg_lambda):
        self.dW = self.x.T @ d_prev + reg_lambda * self.W**2
        self.db = np.sum(d_prev, axis=0)
        return d_prev @ self.W.T
