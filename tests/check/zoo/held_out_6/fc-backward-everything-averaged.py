"""Data term and L2 term of dW are divided by the batch size together."""


class FCLayer:
    def backward(self, d_prev, reg_lambda):
        N = self.x.shape[0]
        self.dW = (np.dot(self.x.T, d_prev) + reg_lambda * self.W) / N
        self.db = d_prev.sum(axis=0)
        return np.dot(d_prev, self.W.T)
