"""Cut off at 1 as well, because pixels lie between 0 and 1."""


class ReLU:
    def forward(self, z):
        self.zero_mask = (z <= 0)
        return np.minimum(np.maximum(z, 0), 1)
