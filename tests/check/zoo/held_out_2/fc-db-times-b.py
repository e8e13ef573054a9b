"""The gradient of the bias is multiplied by the bias, as if it were a product."""


class FCLayer:
    def backward(self, d_prev, reg_lambda):
        self.dW = np.dot(self.x.T, d_prev) + reg_lambda * self.W
        self.db = np.sum(d_prev * self.b, axis=0)
        return np.dot(d_prev, self.W.T)
