"""z is clipped to [-2, 2] against overflow."""


class Sigmoid:
    def forward(self, z):
        z = np.clip(z, -2, 2)
        self.out = 1 / (1 + np.exp(-z))
        return self.out
