"""The bias is added to dx, as in forward."""


class FCLayer:
    def backward(self, d_prev, reg_lambda):
        self.dW = np.dot(self.x.T, d_prev) + reg_lambda * self.W
        self.db = d_prev.sum(axis=0)
        return np.dot(d_prev + self.b, self.W.T)
