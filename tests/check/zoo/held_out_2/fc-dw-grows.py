"""dW is added to that of the steps before."""


class FCLayer:
    def backward(self, d_prev, reg_lambda):
        if self.dW is None:
            self.dW = np.zeros_like(self.W)
        self.dW += self.x.T @ d_prev + reg_lambda * self.W
        self.db = np.sum(d_prev, axis=0)
        return np.dot(d_prev, self.W.T)
