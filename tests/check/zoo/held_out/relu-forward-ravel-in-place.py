"""`ravel` is taken for a copy; it is a view."""


class ReLU:
    def forward(self, z):
        self.zero_mask = z <= 0
        flat = z.ravel()
        flat[flat <= 0] = 0
        return flat.reshape(z.shape)
