"""z^2 for z."""


class Sigmoid:
    def forward(self, z):
        self.out = 1 / (1 + np.exp(-z ** 2))
        return self.out
