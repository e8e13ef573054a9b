"""Evaluation leaves the mask of the last training step, which backward then applies."""


class DropoutLayer:
    def forward(self, x):
        if self.mode == "evaluation":
            return x.copy()
        self.mask = (np.random.rand(*x.shape) >= self.rate) / (1 - self.rate)
        return x * self.mask
