"""The loop over the inputs begins with the second."""


class FCLayer:
    def forward(self, x):
        self.x = x.reshape(x.shape[0], -1)
        out = np.zeros((len(self.x), self.W.shape[1])) + self.b
        for d in range(1, self.W.shape[0]):
            out += np.outer(self.x[:, d], self.W[d])
        return out
