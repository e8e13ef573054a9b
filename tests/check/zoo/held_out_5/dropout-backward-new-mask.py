"""Backward draws a mask of its own."""


class DropoutLayer:
    def backward(self, d_prev, reg_lambda=0):
        d_prev = d_prev.reshape(self.mask.shape)
        if self.mode == "training":
            return d_prev * (np.random.rand(*d_prev.shape) >= self.rate) / (1 - self.rate)
        return d_prev
