"""Computes in float64 and stays there."""


class Tanh:
    def forward(self, z):
        z = np.array(z, dtype=np.float64)
        e = np.exp(-2 * np.abs(z))
        self.out = np.sign(z) * (1 - e) / (1 + e)
        return self.out
