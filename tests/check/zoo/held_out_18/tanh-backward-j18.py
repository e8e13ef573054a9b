"""`return d_prev * 2 * s * (1 - s)` with s = sigmoid(2z): tanh = 2 s - 1, but the inner derivative 2 of
sigmoid(2z) is forgotten; half of the right gradient."""

class Tanh:
    def backward(self, d_prev, reg_lambda):
        # tanh(z) = 2 s(2z) - 1, so use the sigmoid's derivative
        s = (self.out + 1) / 2
        return d_prev * 2 * s * (1 - s)
