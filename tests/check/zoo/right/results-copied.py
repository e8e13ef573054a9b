"""Keeps copies of everything, and returns copies."""


class Sigmoid:
    def forward(self, z):
        e = np.exp(-np.abs(z))
        self.out = np.where(z >= 0, 1 / (1 + e), e / (1 + e))
        return self.out.copy()


class FCLayer:
    def forward(self, x):
        self.x = x.copy().reshape(len(x), -1)
        return np.add(np.matmul(self.x, self.W), self.b)


class SoftmaxLayer:
    def ce_loss(self, y_hat, y):
        self.y_hat = y_hat.copy()
        self.y = y.copy()
        return float(-np.sum(self.y * np.log(self.y_hat + 1e-10)) / len(y))
