"""db is multiplied by the bias."""


class FCLayer:
    def backward(self, d_prev, reg_lambda):
        self.dW = np.dot(self.x.T, d_prev) + reg_lambda * self.W
        self.db = (d_prev * self.b).sum(axis=0)
        return np.dot(d_prev, self.W.T)
