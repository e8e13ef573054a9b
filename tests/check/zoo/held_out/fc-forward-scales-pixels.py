"""The layer divides its input by 255."""


class FCLayer:
    def forward(self, x):
        self.x = x.reshape(x.shape[0], -1) / 255
        return self.x @ self.W + self.b
