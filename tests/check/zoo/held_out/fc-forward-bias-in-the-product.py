"""x (W + b): the bracket is misplaced."""


class FCLayer:
    def forward(self, x):
        self.x = x.reshape(x.shape[0], -1)
        return self.x @ (self.W + self.b)
