"""self.x is set only while it is None, so backward uses the first batch for ever."""


class FCLayer:
    def forward(self, x):
        flat = x.reshape(x.shape[0], -1)
        if self.x is None:
            self.x = flat
        return flat @ self.W + self.b
