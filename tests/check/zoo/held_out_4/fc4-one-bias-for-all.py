"""Adds the first bias to all outputs: the student thinks of the perceptron, whose bias is one number, and took
that number out of the array."""


class FCLayer:
    def forward(self, x):
        self.x = x.reshape(x.shape[0], -1)
        bias = self.b[0]
        return self.x @ self.W + bias
