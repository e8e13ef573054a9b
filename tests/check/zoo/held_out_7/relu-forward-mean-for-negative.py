"""Negative numbers become the mean of all."""


class ReLU:
    def forward(self, z):
        self.zero_mask = z <= 0
        out = z.copy()
        out[self.zero_mask] = z.mean()
        return out
