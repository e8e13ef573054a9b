"""The derivative of the L1 term."""


class FCLayer:
    def backward(self, d_prev, reg_lambda):
        self.dW = self.x.T @ d_prev + reg_lambda * np.sign(self.W)
        self.db = np.sum(d_prev, axis=0)
        return d_prev @ self.W.T
