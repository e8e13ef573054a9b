"""(e^2z - 1) / (e^2z + 1) is inf / inf for a large z."""


class Tanh:
    def forward(self, z):
        self.out = (np.exp(2 * z) - 1) / (np.exp(2 * z) + 1)
        return self.out
