"""The sum over the batch begins with the second sample."""


class FCLayer:
    def backward(self, d_prev, reg_lambda):
        self.dW = np.dot(self.x.T, d_prev) + reg_lambda * self.W
        self.db = np.zeros(self.b.shape)
        for i in range(1, d_prev.shape[0]):
            self.db += d_prev[i]
        return np.dot(d_prev, self.W.T)
