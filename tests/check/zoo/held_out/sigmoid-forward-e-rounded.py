"""2.718 for e."""


class Sigmoid:
    def forward(self, z):
        e = 2.718
        self.out = 1 / (1 + e ** (-z))
        return self.out
