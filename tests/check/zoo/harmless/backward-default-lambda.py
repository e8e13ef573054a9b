"""Every backward has a default for reg_lambda, as SoftmaxLayer's has."""


class ReLU:
    def backward(self, d_prev, reg_lambda=0):
        return d_prev * np.logical_not(self.zero_mask)


class Sigmoid:
    def backward(self, d_prev, reg_lambda=0):
        return d_prev * (self.out - self.out ** 2)


class Tanh:
    def backward(self, d_prev, reg_lambda=0):
        return d_prev - d_prev * self.out ** 2


class FCLayer:
    def backward(self, d_prev, reg_lambda=0):
        self.dW = self.x.T.dot(d_prev) + reg_lambda * self.W
        self.db = d_prev.sum(axis=0)
        return d_prev.dot(self.W.T)
