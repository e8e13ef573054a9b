"""The gradient is masked, but not divided by 1 - rate."""


class DropoutLayer:
    def backward(self, d_prev, reg_lambda=0):
        dx = d_prev.reshape(self.mask.shape).copy()
        dx[self.mask == 0] = 0
        return dx
