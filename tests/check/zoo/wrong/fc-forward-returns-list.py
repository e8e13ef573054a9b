"""Returns a list of rows."""


class FCLayer:
    def forward(self, x):
        self.x = x.reshape(x.shape[0], -1)
        return [row @ self.W + self.b for row in self.x]
