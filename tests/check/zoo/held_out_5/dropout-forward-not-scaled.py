"""What is kept is not divided by 1 - rate, so the mean of the output falls."""


class DropoutLayer:
    def forward(self, x):
        if self.mode == "training":
            self.mask = (np.random.rand(*x.shape) >= self.rate).astype(float)
        else:
            self.mask = np.ones(x.shape)
        return x * self.mask
