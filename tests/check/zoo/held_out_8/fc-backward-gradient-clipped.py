"""dW is clipped to [-1, 1]."""


class FCLayer:
    def backward(self, d_prev, reg_lambda):
        self.dW = np.clip(np.dot(self.x.T, d_prev) + reg_lambda * self.W, -1, 1)
        self.db = d_prev.sum(axis=0)
        return np.dot(d_prev, self.W.T)
