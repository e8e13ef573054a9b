"""The weights are multiplied by lambda in place for the L2 term, and stay so."""


class FCLayer:
    def backward(self, d_prev, reg_lambda):
        dx = d_prev @ self.W.T
        reg = self.W
        reg *= reg_lambda
        self.dW = self.x.T @ d_prev + reg
        self.db = d_prev.sum(axis=0)
        return dx
