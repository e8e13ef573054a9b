"""Negative numbers are halved."""


class ReLU:
    def forward(self, z):
        self.zero_mask = z <= 0
        return np.where(self.zero_mask, z / 2, z)
