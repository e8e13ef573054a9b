"""The mask is drawn once and used again as long as the shape stays the same."""


class DropoutLayer:
    def forward(self, x):
        if self.mode == "training":
            if not hasattr(self, "first") or self.first.shape != x.shape:
                self.first = (np.random.rand(*x.shape) >= self.rate) / (1 - self.rate)
            self.mask = self.first
        else:
            self.mask = np.ones(x.shape)
        return x * self.mask
