"""The maximum is subtracted against overflow, as in softmax."""


class Sigmoid:
    def forward(self, z):
        z = z - np.max(z)
        self.out = 1 / (1 + np.exp(-z))
        return self.out
