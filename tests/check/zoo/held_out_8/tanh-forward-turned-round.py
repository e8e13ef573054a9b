"""(1 - e^2z) / (1 + e^2z)."""


class Tanh:
    def forward(self, z):
        e = np.exp(2 * z)
        self.out = (1 - e) / (1 + e)
        return self.out
