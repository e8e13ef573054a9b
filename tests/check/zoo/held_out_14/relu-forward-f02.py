"""The mask is taken after the negative values have been cleared (`self.zero_mask = out < 0` on the clipped array),
so it is False everywhere and backward lets every gradient through."""

class ReLU:
    def forward(self, z):
        out = z.copy()
        out[out <= 0] = 0
        # remember where it was negative for the backward pass
        self.zero_mask = out < 0
        return out
