"""The L2 term stands inside the loop over the samples."""


class FCLayer:
    def backward(self, d_prev, reg_lambda):
        self.dW = np.zeros(self.W.shape)
        for i in range(self.x.shape[0]):
            self.dW += np.outer(self.x[i], d_prev[i]) + reg_lambda * self.W
        self.db = d_prev.sum(axis=0)
        return np.dot(d_prev, self.W.T)
