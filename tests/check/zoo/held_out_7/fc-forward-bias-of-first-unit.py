"""Every unit has the first one's bias."""


class FCLayer:
    def forward(self, x):
        self.x = x.reshape(x.shape[0], -1)
        return np.dot(self.x, self.W) + self.b[0]
