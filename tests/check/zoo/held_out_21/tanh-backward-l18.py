"""Chain rule for 2 sigma(2z) - 1 without the inner factor 2: 2 s (1 - s) instead of 4 s (1 - s)."""

class Tanh:
    def backward(self, d_prev, reg_lambda):
        # tanh(z) = 2 s(2z) - 1
        s = (self.out + 1) / 2
        ds = s * (1 - s)
        return d_prev * (2 * ds)
