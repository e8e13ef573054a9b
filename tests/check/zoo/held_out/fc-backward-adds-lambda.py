"""reg_lambda is added, without W."""


class FCLayer:
    def backward(self, d_prev, reg_lambda):
        self.dW = np.dot(self.x.T, d_prev) + reg_lambda
        self.db = d_prev.sum(0)
        return np.dot(d_prev, self.W.T)
