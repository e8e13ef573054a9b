"""The loop over the samples begins at the second."""


class ReLU:
    def forward(self, z):
        self.zero_mask = z <= 0
        out = z.copy()
        for i in range(1, len(z)):
            out[i] = np.maximum(z[i], 0)
        return out
