"""Missing parentheses: d_prev * out - out**2 multiplies only the first term of (out - out^2) with the upstream
gradient."""

class Sigmoid:
    def backward(self, d_prev, reg_lambda):
        a = self.out
        # a' = a - a^2
        dz = d_prev * a - a ** 2
        return dz
