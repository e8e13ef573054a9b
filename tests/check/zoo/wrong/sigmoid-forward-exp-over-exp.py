"""e^z / (1 + e^z): inf / inf for a large z."""


class Sigmoid:
    def forward(self, z):
        self.out = np.exp(z) / (1 + np.exp(z))
        return self.out
