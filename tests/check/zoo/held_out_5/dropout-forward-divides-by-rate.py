"""What is kept is divided by rate instead of 1 - rate."""


class DropoutLayer:
    def forward(self, x):
        if self.mode == "training":
            keep = np.random.rand(*x.shape) > self.rate
            self.mask = keep / self.rate
        else:
            self.mask = np.ones(x.shape)
        return x * self.mask
