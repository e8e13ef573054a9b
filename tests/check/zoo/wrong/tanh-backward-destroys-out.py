"""Squares out, which forward returned, in place."""


class Tanh:
    def backward(self, d_prev, reg_lambda):
        np.square(self.out, out=self.out)
        return d_prev * (1 - self.out)
