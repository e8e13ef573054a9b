"""A boolean mask by np.random.choice, and an output that is filled where it is kept."""


class DropoutLayer:
    def forward(self, x):
        self.kept = np.ones(x.shape, dtype=bool)
        self.scale = 1.0
        if self.mode == "training" and self.rate > 0:
            self.kept = np.random.choice([False, True], size=x.shape, p=[self.rate, 1 - self.rate])
            self.scale = 1 / (1 - self.rate)
        out = np.zeros(x.shape)
        out[self.kept] = x[self.kept] * self.scale
        return out

    def backward(self, d_prev, reg_lambda=0):
        dx = np.array(d_prev, dtype=float).reshape(self.kept.shape)
        dx[~self.kept] = 0
        return dx * self.scale
