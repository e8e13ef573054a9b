"""reshape(-1, N).T mixes the samples of the batch."""


class FCLayer:
    def forward(self, x):
        self.x = x.reshape(-1, x.shape[0]).T
        return self.x @ self.W + self.b
