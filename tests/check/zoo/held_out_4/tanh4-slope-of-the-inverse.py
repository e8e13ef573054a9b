"""Divides by 1 - out^2: the student looked up the derivative in a table and took the line of the inverse
function, artanh, since the formula there is written in y, the output."""


class Tanh:
    def backward(self, d_prev, reg_lambda):
        return d_prev / ((1 - self.out) * (1 + self.out))
