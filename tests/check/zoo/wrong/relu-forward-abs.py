"""The absolute value in place of the positive part."""


class ReLU:
    def forward(self, z):
        self.zero_mask = z <= 0
        return np.abs(z)
