"""The Taylor series z - z^3/3 + 2 z^5/15, cut off after three terms: good near 0 only."""


class Tanh:
    def forward(self, z):
        self.out = z - z**3 / 3 + 2 * z**5 / 15
        return self.out
