"""(e^z - e^-z) / (e^z + e^-z) is inf / inf for a large z."""


class Tanh:
    def forward(self, z):
        pos, neg = np.exp(z), np.exp(-z)
        self.out = (pos - neg) / (pos + neg)
        return self.out
