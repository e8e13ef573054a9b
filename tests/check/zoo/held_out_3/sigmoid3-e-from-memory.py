"""Euler's number is typed in as 2.72."""


class Sigmoid:
    def forward(self, z):
        e = 2.72
        self.out = 1.0 / (1.0 + e ** (-z))
        return self.out
