"""The mean of z and its absolute value is taken of the whole array."""


class ReLU:
    def forward(self, z):
        self.zero_mask = z <= 0
        return (z + np.abs(z).mean()) / 2
