"""`reshape` for the transpose of x."""


class FCLayer:
    def backward(self, d_prev, reg_lambda):
        N, D = self.x.shape
        self.dW = self.x.reshape(D, N) @ d_prev + reg_lambda * self.W
        self.db = d_prev.sum(axis=0)
        return d_prev @ self.W.T
