"""Flattens and keeps the first batch only."""


class FCLayer:
    def forward(self, x):
        if self.x is None:
            self.x = x.reshape(x.shape[0], -1)
        return self.x @ self.W + self.b
