"""Missing parentheses when s(1-s) is expanded: `d_prev * s - s ** 2`, d_prev multiplies only the first term."""

class Sigmoid:
    def backward(self, d_prev, reg_lambda):
        s = self.out
        # s * (1 - s) = s - s^2
        dz = d_prev * s - s ** 2
        return dz
