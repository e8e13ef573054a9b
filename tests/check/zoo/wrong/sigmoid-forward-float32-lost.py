"""The output is float64 whatever the input is."""


class Sigmoid:
    def forward(self, z):
        self.out = np.zeros(z.shape)
        positive = z >= 0
        self.out[positive] = 1 / (1 + np.exp(-z[positive]))
        self.out[~positive] = np.exp(z[~positive]) / (1 + np.exp(z[~positive]))
        return self.out
