"""reg_lambda multiplies the data term instead of W."""


class FCLayer:
    def backward(self, d_prev, reg_lambda):
        self.dW = reg_lambda * np.dot(self.x.T, d_prev) + self.W
        self.db = d_prev.sum(axis=0)
        return np.dot(d_prev, self.W.T)
