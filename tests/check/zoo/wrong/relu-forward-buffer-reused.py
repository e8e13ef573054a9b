"""Writes every output of one shape into the same array, so that the second forward overwrites the first's result."""


class ReLU:
    def forward(self, z):
        self.zero_mask = z <= 0
        buffer = getattr(self, "buffer", None)
        if buffer is None or buffer.shape != z.shape or buffer.dtype != z.dtype:
            self.buffer = np.empty_like(z)
        return np.maximum(z, 0, out=self.buffer)
