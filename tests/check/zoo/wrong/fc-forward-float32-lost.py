"""Fills a float64 array row by row."""


class FCLayer:
    def forward(self, x):
        self.x = x.reshape(x.shape[0], -1)
        out = np.zeros((x.shape[0], self.W.shape[1]))
        for i, row in enumerate(self.x):
            out[i] = row @ self.W + self.b
        return out
