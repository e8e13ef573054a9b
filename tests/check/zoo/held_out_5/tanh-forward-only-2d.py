"""The shape is unpacked as (N, D), so that images cannot be taken."""


class Tanh:
    def forward(self, z):
        N, D = z.shape
        self.out = np.zeros((N, D))
        for n in range(N):
            self.out[n] = 2 / (1 + np.exp(-2 * z[n])) - 1
        return self.out
