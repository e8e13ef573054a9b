"""The bias was forgotten."""


class FCLayer:
    def forward(self, x):
        self.x = x.reshape(x.shape[0], -1)
        self.out = np.dot(self.x, self.W)
        return self.out
