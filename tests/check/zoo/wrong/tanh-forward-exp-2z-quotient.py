"""(e^2z - 1) / (e^2z + 1): inf / inf for a large z."""


class Tanh:
    def forward(self, z):
        e = np.exp(2 * z)
        self.out = (e - 1) / (e + 1)
        return self.out
