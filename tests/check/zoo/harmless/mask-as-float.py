"""The mask is kept as float, is 1 where z is positive, and is called mask."""


class ReLU:
    def __init__(self):
        self.mask = None

    def forward(self, z):
        self.mask = (z > 0).astype(float)
        return z * self.mask

    def backward(self, d_prev, reg_lambda):
        return d_prev * self.mask
