"""Constants and a seed at the top of the file, and a global counter of calls."""

np.random.seed(123)
EPS = 1e-10
DTYPE = np.float64
N_CALLS = 0


class FCLayer:
    def forward(self, x):
        global N_CALLS
        N_CALLS += 1
        self.x = x.reshape(x.shape[0], -1)
        return self.x @ self.W + self.b


class SoftmaxLayer:
    def ce_loss(self, y_hat, y):
        self.y_hat, self.y = y_hat, y
        return float(-np.sum(y * np.log(y_hat + EPS)) / y.shape[0])
