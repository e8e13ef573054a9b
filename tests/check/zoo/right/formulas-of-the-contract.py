"""The contract's formulas as they stand: right for every z, with a warning of an overflow below -709."""


class Sigmoid:
    def forward(self, z):
        self.out = 1 / (1 + np.exp(-z))
        return self.out


class Tanh:
    def forward(self, z):
        self.out = 2 / (1 + np.exp(-2 * z)) - 1
        return self.out
