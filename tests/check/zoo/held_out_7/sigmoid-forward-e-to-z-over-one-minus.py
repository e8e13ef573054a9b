"""e^z / (1 - e^z)."""


class Sigmoid:
    def forward(self, z):
        e = np.exp(z)
        self.out = e / (1 - e)
        return self.out
