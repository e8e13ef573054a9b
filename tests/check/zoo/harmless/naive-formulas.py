"""Sigmoid and tanh as the assignment writes them: exp overflows for large negative z, and a number over inf is 0."""


class Sigmoid:
    def forward(self, z):
        self.out = np.power(1.0 + np.exp(-z), -1)
        return self.out


class Tanh:
    def forward(self, z):
        self.out = -1 + 2 / (1 + np.exp(-2 * z))
        return self.out
