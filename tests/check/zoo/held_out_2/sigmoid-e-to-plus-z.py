"""The minus in e^-z was forgotten."""


class Sigmoid:
    def forward(self, z):
        self.out = np.power(1 + np.exp(z), -1)
        return self.out
