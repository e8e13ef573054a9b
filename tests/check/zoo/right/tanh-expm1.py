"""np.expm1, exact for small z."""


class Tanh:
    def forward(self, z):
        m = np.expm1(-2 * np.abs(z))
        self.out = np.copysign(-m / (m + 2), z)
        return self.out
