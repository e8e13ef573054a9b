"""One mask is drawn for all samples of the batch."""


class DropoutLayer:
    def forward(self, x):
        if self.mode == "training":
            mask = (np.random.rand(*x.shape[1:]) >= self.rate) / (1 - self.rate)
            self.mask = np.ones(x.shape) * mask
        else:
            self.mask = np.ones(x.shape)
        return x * self.mask
