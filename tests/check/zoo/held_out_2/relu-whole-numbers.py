"""The output array was made for integers, which cuts off all decimals."""


class ReLU:
    def forward(self, z):
        self.zero_mask = z <= 0
        out = np.zeros(z.shape, dtype=int)
        out[z > 0] = z[z > 0]
        return out
