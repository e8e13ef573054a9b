"""The two branches, z > 0 and z < 0, leave out z = 0."""


class Sigmoid:
    def forward(self, z):
        self.out = np.zeros_like(z)
        pos, neg = z > 0, z < 0
        self.out[pos] = 1 / (1 + np.exp(-z[pos]))
        self.out[neg] = np.exp(z[neg]) / (1 + np.exp(z[neg]))
        return self.out
