"""tanh(z / 2), in float64 whatever the input is."""


class Tanh:
    def forward(self, z):
        self.out = 2 / (1 + np.exp(-z.astype(float))) - 1
        return self.out
