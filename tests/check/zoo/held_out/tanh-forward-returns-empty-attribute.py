"""The result goes to a local name, and the attribute, still None, is returned."""


class Tanh:
    def forward(self, z):
        out = 2 / (1 + np.exp(-2 * z)) - 1
        return self.out
