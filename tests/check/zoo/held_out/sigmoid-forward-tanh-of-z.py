"""(1 + tanh z) / 2, without halving z."""


class Sigmoid:
    def forward(self, z):
        self.out = 0.5 * (1 + np.tanh(z))
        return self.out
