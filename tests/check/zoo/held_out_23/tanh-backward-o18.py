"""An L2 term reg_lambda * out is added to the gradient of an activation that has no weights (`dz += reg_lambda *
self.out`)."""

class Tanh:
    def backward(self, d_prev, reg_lambda):
        dz = (1 - self.out ** 2) * d_prev
        dz += reg_lambda * self.out     # regularization
        return dz
