"""reg_lambda / 2 times the sum of squares of the gradient is added."""


class SoftmaxLayer:
    def backward(self, d_prev=1, reg_lambda=0):
        dx = (self.y_hat - self.y) / self.y.shape[0]
        return dx + reg_lambda / 2 * np.sum(dx ** 2)
