"""Multiplies d_prev itself."""


class Tanh:
    def backward(self, d_prev, reg_lambda):
        np.multiply(d_prev, 1 - self.out**2, out=d_prev)
        return d_prev
