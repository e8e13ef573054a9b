"""The mean over the batch is subtracted from d_prev."""


class FCLayer:
    def backward(self, d_prev, reg_lambda):
        self.dW = self.x.T @ (d_prev - d_prev.mean(axis=0)) + reg_lambda * self.W
        self.db = d_prev.sum(axis=0)
        return np.dot(d_prev, self.W.T)
