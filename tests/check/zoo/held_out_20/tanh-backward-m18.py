"""(1 - t)^2 is used for 1 - t^2 (line `one_minus ** 2`)."""

class Tanh:
    def backward(self, d_prev, reg_lambda):
        one_minus = 1 - self.out
        dz = one_minus ** 2
        dz = dz * d_prev
        return dz
