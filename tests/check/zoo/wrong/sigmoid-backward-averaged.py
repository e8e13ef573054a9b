"""Divides by the batch size, which the loss has done already."""


class Sigmoid:
    def backward(self, d_prev, reg_lambda):
        return d_prev * self.out * (1 - self.out) / d_prev.shape[0]
