"""d_prev was forgotten."""


class Sigmoid:
    def backward(self, d_prev, reg_lambda):
        dz = self.out * (1 - self.out)
        return dz
