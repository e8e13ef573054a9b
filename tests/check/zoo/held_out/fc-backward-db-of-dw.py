"""dW, not d_prev, is summed."""


class FCLayer:
    def backward(self, d_prev, reg_lambda):
        self.dW = self.x.T @ d_prev + reg_lambda * self.W
        self.db = np.sum(self.dW, axis=0)
        return d_prev @ self.W.T
