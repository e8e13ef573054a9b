"""out - 1 for 1 - out."""


class Sigmoid:
    def backward(self, d_prev, reg_lambda):
        dz = self.out * (self.out - 1)
        return dz * d_prev
