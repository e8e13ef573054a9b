"""Each unit has the next one's bias."""


class FCLayer:
    def forward(self, x):
        self.x = x.reshape(x.shape[0], -1)
        return self.x @ self.W + np.roll(self.b, -1)
