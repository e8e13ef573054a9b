"""`reshape` for the transpose of W."""


class FCLayer:
    def backward(self, d_prev, reg_lambda):
        D, H = self.W.shape
        self.dW = self.x.T @ d_prev + reg_lambda * self.W
        self.db = d_prev.sum(axis=0)
        return d_prev @ self.W.reshape(H, D)
