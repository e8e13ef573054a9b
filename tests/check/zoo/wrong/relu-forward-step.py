"""Returns 1 where z > 0: the derivative in place of the function."""


class ReLU:
    def forward(self, z):
        self.zero_mask = z <= 0
        return np.where(z > 0, np.ones_like(z), np.zeros_like(z))
