"""The brackets of 1 - out are missing."""


class Sigmoid:
    def backward(self, d_prev, reg_lambda):
        dz = d_prev * self.out * 1 - self.out
        return dz
