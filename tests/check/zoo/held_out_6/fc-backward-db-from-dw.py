"""db sums dW instead of d_prev."""


class FCLayer:
    def backward(self, d_prev, reg_lambda):
        self.dW = np.dot(self.x.T, d_prev) + reg_lambda * self.W
        self.db = np.sum(self.dW, axis=0)
        return np.dot(d_prev, self.W.T)
