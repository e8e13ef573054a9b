"""Uses np.int, which NumPy removed in 1.24."""


class FCLayer:
    def forward(self, x):
        features = np.int(np.prod(x.shape[1:]))
        self.x = x.reshape(x.shape[0], features)
        return self.x @ self.W + self.b
