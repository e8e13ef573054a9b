"""`d_prev * self.out - self.out ** 2`: a parenthesis is missing, d_prev multiplies only the first term of out -
out^2."""

class Sigmoid:
    def backward(self, d_prev, reg_lambda):
        # s' = s - s^2
        return d_prev * self.out - self.out ** 2
