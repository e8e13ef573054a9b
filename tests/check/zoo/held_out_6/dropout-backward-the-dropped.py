"""The gradient goes to what was dropped."""


class DropoutLayer:
    def backward(self, d_prev, reg_lambda=0):
        return d_prev.reshape(self.mask.shape) * (self.mask == 0) / (1 - self.rate)
