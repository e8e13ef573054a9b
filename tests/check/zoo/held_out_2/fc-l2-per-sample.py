"""lambda W is added in the loop over the samples."""


class FCLayer:
    def backward(self, d_prev, reg_lambda):
        self.dW = np.zeros_like(self.W)
        for i in range(d_prev.shape[0]):
            self.dW += np.outer(self.x[i], d_prev[i]) + reg_lambda * self.W
        self.db = np.sum(d_prev, axis=0)
        return np.dot(d_prev, self.W.T)
