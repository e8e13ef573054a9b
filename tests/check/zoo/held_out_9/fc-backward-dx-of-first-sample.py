"""Every sample gets the first one's gradient."""


class FCLayer:
    def backward(self, d_prev, reg_lambda):
        self.dW = np.dot(self.x.T, d_prev) + reg_lambda * self.W
        self.db = d_prev.sum(axis=0)
        return np.tile(d_prev[0] @ self.W.T, (len(d_prev), 1))
