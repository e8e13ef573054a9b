"""reg_lambda / 2 times the sum of squares of d_prev is added."""


class Tanh:
    def backward(self, d_prev, reg_lambda):
        reg = reg_lambda / 2 * np.sum(d_prev ** 2)
        return d_prev * (1 - self.out) * (1 + self.out) + reg
