"""reg_lambda W / N."""


class FCLayer:
    def backward(self, d_prev, reg_lambda):
        N = d_prev.shape[0]
        self.dW = self.x.T @ d_prev + reg_lambda / N * self.W
        self.db = np.sum(d_prev, axis=0)
        return d_prev @ self.W.T
