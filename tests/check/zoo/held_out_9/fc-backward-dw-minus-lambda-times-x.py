"""The L2 term is multiplied by the sum of b."""


class FCLayer:
    def backward(self, d_prev, reg_lambda):
        self.dW = self.x.T @ d_prev + reg_lambda * self.W * self.b
        self.db = d_prev.sum(axis=0)
        return np.dot(d_prev, self.W.T)
