"""What is kept is multiplied by 1 - rate."""


class DropoutLayer:
    def forward(self, x):
        if self.mode == "training":
            self.mask = (np.random.rand(*x.shape) >= self.rate) * (1 - self.rate)
        else:
            self.mask = np.ones(x.shape)
        return x * self.mask
