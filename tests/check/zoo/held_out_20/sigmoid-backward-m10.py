"""Missing brackets: d_prev * s - s**2 in place of d_prev * (s - s**2) (the return line)."""

class Sigmoid:
    def backward(self, d_prev, reg_lambda):
        s = self.out
        s2 = s ** 2
        return d_prev * s - s2
