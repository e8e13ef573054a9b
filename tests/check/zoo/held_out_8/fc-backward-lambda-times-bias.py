"""The L2 term of dW has b for W."""


class FCLayer:
    def backward(self, d_prev, reg_lambda):
        self.dW = np.dot(self.x.T, d_prev) + reg_lambda * self.b
        self.db = d_prev.sum(axis=0)
        return np.dot(d_prev, self.W.T)
