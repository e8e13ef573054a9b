"""The L2 term is divided by twice the batch size."""


class FCLayer:
    def backward(self, d_prev, reg_lambda):
        N = d_prev.shape[0]
        self.dW = np.dot(self.x.T, d_prev) + reg_lambda / (2 * N) * self.W
        self.db = d_prev.sum(axis=0)
        return np.dot(d_prev, self.W.T)
