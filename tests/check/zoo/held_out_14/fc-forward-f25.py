"""Flattens with `x.reshape(-1, N).T`: the shape is (N, D) but the numbers of different samples are mixed (reshape
is not a transpose)."""

class FCLayer:
    def forward(self, x):
        N = x.shape[0]
        # columns are the samples, so turn it round afterwards
        self.x = x.reshape(-1, N).T
        out = self.x.dot(self.W)
        out = out + self.b
        return out
