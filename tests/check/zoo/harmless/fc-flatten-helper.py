"""A flatten function that returns a view of 4-D inputs and the argument itself otherwise; x is kept, not copied."""


def flatten(x):
    return x if x.ndim == 2 else x.reshape(len(x), -1)


class FCLayer:
    def forward(self, x):
        self.x = flatten(x)
        return self.x.dot(self.W) + self.b
