"""The mask is z < 0, so the gradient passes where z is exactly 0."""


class ReLU:
    def forward(self, z):
        self.zero_mask = z < 0
        out = z.copy()
        out[self.zero_mask] = 0
        return out
