"""randn for rand."""


class DropoutLayer:
    def forward(self, x):
        if self.mode == "training":
            self.mask = (np.random.randn(*x.shape) >= self.rate) / (1 - self.rate)
        else:
            self.mask = np.ones(x.shape)
        return x * self.mask
