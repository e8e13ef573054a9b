"""x (W + b) for x W + b: broadcasting lets the bias be added to each row of W, so that it is multiplied by the inputs."""


class FCLayer:
    def forward(self, x):
        n = x.shape[0]
        self.x = x.reshape(n, -1)
        return self.x.dot(self.W + self.b)
