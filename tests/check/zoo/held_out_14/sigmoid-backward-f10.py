"""Adds `reg_lambda * self.out` to the gradient: the L2 term concerns weights, an activation has none."""

class Sigmoid:
    def backward(self, d_prev, reg_lambda):
        grad = self.out - self.out ** 2
        dz = grad * d_prev
        dz = dz + reg_lambda * self.out
        return dz
