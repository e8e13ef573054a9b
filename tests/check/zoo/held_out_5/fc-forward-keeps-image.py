"""The input is flattened for the product, but kept as it came, so that backward fails on images."""


class FCLayer:
    def forward(self, x):
        self.x = x
        return x.reshape(x.shape[0], -1) @ self.W + self.b
