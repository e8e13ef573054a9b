"""The loop over the units ends one too early."""


class FCLayer:
    def forward(self, x):
        self.x = x.reshape(x.shape[0], -1)
        out = np.zeros((self.x.shape[0], self.W.shape[1]))
        for j in range(self.W.shape[1] - 1):
            out[:, j] = np.dot(self.x, self.W[:, j]) + self.b[j]
        return out
