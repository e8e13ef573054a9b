"""The input is changed in place, and with it what the layer below keeps of its output."""


class DropoutLayer:
    def forward(self, x):
        if self.mode == "training":
            self.mask = (np.random.rand(*x.shape) >= self.rate) / (1 - self.rate)
        else:
            self.mask = np.ones(x.shape)
        x *= self.mask
        return x
