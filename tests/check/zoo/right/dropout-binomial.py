"""The mask by np.random.binomial, kept as numbers and scaled in both methods; None in evaluation."""


class DropoutLayer:
    def forward(self, x):
        if self.mode == "evaluation":
            self.mask = None
            return x
        keep = 1 - self.rate
        self.mask = np.random.binomial(n=1, p=keep, size=x.shape)
        self.keep = keep
        return x * self.mask / keep

    def backward(self, d_prev, reg_lambda=0):
        if self.mask is None:
            return d_prev
        return d_prev.reshape(self.mask.shape) * self.mask / self.keep
