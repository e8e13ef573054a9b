"""Keeps z only: out is a property that computes, and backward computes once more."""


class Sigmoid:
    def __init__(self):
        self.z = None

    @property
    def out(self):
        e = np.exp(-np.abs(self.z))
        return np.where(self.z >= 0, 1 / (1 + e), e / (1 + e))

    def forward(self, z):
        self.z = z
        return self.out


class Tanh:
    def __init__(self):
        self.z = None

    @property
    def out(self):
        e = np.exp(-2 * np.abs(self.z))
        return np.sign(self.z) * (1 - e) / (1 + e)

    def forward(self, z):
        self.z = z
        return self.out
