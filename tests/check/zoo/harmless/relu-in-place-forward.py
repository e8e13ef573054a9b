"""ReLU's forward cuts its input in place: `out = z` is no copy, but nobody needs z again."""


class ReLU:
    def forward(self, z):
        self.zero_mask = (z <= 0)
        out = z
        out[self.zero_mask] = 0
        return out
