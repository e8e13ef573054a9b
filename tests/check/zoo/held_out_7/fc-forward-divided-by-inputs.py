"""The product is divided by the number of inputs."""


class FCLayer:
    def forward(self, x):
        self.x = x.reshape(x.shape[0], -1)
        return np.dot(self.x, self.W) / self.W.shape[0] + self.b
