"""dW = 1/m x^T d_prev, as in the well-known online course: the softmax layer has divided by N already."""


class FCLayer:
    def backward(self, d_prev, reg_lambda):
        m = d_prev.shape[0]
        self.dW = (1 / m) * self.x.T @ d_prev + reg_lambda * self.W
        self.db = d_prev.sum(axis=0)
        return d_prev @ self.W.T
