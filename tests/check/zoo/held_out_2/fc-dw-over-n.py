"""dW is divided by the batch size a second time."""


class FCLayer:
    def backward(self, d_prev, reg_lambda):
        N = self.x.shape[0]
        self.dW = np.dot(self.x.T, d_prev) / N + reg_lambda * self.W
        self.db = np.sum(d_prev, axis=0)
        return np.dot(d_prev, self.W.T)
