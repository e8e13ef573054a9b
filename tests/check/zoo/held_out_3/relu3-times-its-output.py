"""Copied from sigmoid, "gradient times something with out": d_prev is multiplied by the ReLU's output, and not by 0 or 1."""


class ReLU:
    def forward(self, z):
        self.zero_mask = z <= 0
        self.out = z * (z > 0)
        return self.out

    def backward(self, d_prev, reg_lambda):
        return d_prev * self.out
