"""Cuts at 1 as well."""


class ReLU:
    def forward(self, z):
        self.zero_mask = z <= 0
        return np.clip(z, 0, 1)
