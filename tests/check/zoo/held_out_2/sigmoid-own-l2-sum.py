"""reg_lambda / 2 times the sum of squares of d_prev is added."""


class Sigmoid:
    def backward(self, d_prev, reg_lambda):
        dz = d_prev * self.out * (1 - self.out)
        dz += reg_lambda / 2 * np.sum(np.square(d_prev))
        return dz
