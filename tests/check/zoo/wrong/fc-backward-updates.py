"""Takes a step of gradient descent already."""


class FCLayer:
    def backward(self, d_prev, reg_lambda):
        self.dW = self.x.T @ d_prev + reg_lambda * self.W
        self.db = np.sum(d_prev, axis=0)
        dx = d_prev @ self.W.T
        self.W = self.W - 0.01 * self.dW
        self.b = self.b - 0.01 * self.db
        return dx
