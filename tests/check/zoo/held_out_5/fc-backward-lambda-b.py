"""The L2 term is added to the gradient of the bias, too."""


class FCLayer:
    def backward(self, d_prev, reg_lambda):
        self.dW = np.dot(self.x.T, d_prev) + reg_lambda * self.W
        self.db = np.sum(d_prev, axis=0) + reg_lambda * self.b
        return np.dot(d_prev, self.W.T)
