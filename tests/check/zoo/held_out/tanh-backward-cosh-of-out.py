"""1 / cosh^2, the derivative at z, is taken at the output."""


class Tanh:
    def backward(self, d_prev, reg_lambda):
        return d_prev / np.cosh(self.out) ** 2
