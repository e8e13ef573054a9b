"""Sets the shape of the array that it was given."""


class FCLayer:
    def forward(self, x):
        x.shape = (x.shape[0], -1)
        self.x = x
        return self.x @ self.W + self.b
