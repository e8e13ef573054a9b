"""The 1/2 of the loss is kept in the gradient."""


class FCLayer:
    def backward(self, d_prev, reg_lambda):
        self.dW = np.dot(self.x.T, d_prev) + 0.5 * reg_lambda * self.W
        self.db = np.sum(d_prev, axis=0)
        return np.dot(d_prev, self.W.T)
