"""The loop over the features assigns where it should add, so only the last feature enters."""


class FCLayer:
    def forward(self, x):
        self.x = x.reshape(x.shape[0], -1)
        out = np.zeros((x.shape[0], self.W.shape[1]))
        for d in range(self.W.shape[0]):
            out[:] = np.outer(self.x[:, d], self.W[d])
        return out + self.b
