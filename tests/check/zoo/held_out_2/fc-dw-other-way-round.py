"""d_prev^T x, and reshaped until it fits."""


class FCLayer:
    def backward(self, d_prev, reg_lambda):
        self.dW = np.dot(d_prev.T, self.x).reshape(self.W.shape) + reg_lambda * self.W
        self.db = np.sum(d_prev, axis=0)
        return np.dot(d_prev, self.W.T)
