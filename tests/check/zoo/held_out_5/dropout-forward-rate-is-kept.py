"""The rate is taken as the probability to keep."""


class DropoutLayer:
    def forward(self, x):
        if self.mode == "training":
            self.mask = (np.random.rand(*x.shape) < self.rate) / self.rate
        else:
            self.mask = np.ones(x.shape)
        return x * self.mask
