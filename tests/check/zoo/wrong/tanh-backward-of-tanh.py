"""Applies tanh to out, which is a tanh already."""


class Tanh:
    def backward(self, d_prev, reg_lambda):
        t = 2 / (1 + np.exp(-2 * self.out)) - 1
        return d_prev * (1 - t**2)
