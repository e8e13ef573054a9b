"""out(1-out) was expanded to out - out^2 and d_prev multiplies only the first term (missing parentheses):
d_prev*out - out**2."""

class Sigmoid:
    def backward(self, d_prev, reg_lambda):
        s = self.out
        # s * (1 - s) = s - s^2
        return d_prev * s - s ** 2
