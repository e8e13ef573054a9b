"""db has the shape (1, H) for (H,)."""


class FCLayer:
    def backward(self, d_prev, reg_lambda):
        self.dW = self.x.T @ d_prev + reg_lambda * self.W
        self.db = np.sum(d_prev, axis=0, keepdims=True)
        return d_prev @ self.W.T
