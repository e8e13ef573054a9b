"""The activations unpack z's shape into rows and columns and loop over them."""


class ReLU:
    def forward(self, z):
        rows, cols = z.shape
        self.zero_mask = np.zeros((rows, cols), dtype=bool)
        out = np.zeros((rows, cols))
        for i in range(rows):
            for j in range(cols):
                if z[i][j] > 0:
                    out[i][j] = z[i][j]
                else:
                    self.zero_mask[i][j] = True
        return out

    def backward(self, d_prev, reg_lambda):
        rows, cols = d_prev.shape
        dz = np.zeros((rows, cols))
        for i in range(rows):
            for j in range(cols):
                if not self.zero_mask[i][j]:
                    dz[i][j] = d_prev[i][j]
        return dz


class Sigmoid:
    def forward(self, z):
        rows, cols = z.shape
        self.out = np.zeros((rows, cols))
        for i in range(rows):
            self.out[i, :] = 1 / (1 + np.exp(-z[i, :]))
        return self.out

    def backward(self, d_prev, reg_lambda):
        rows, cols = d_prev.shape
        dz = np.zeros((rows, cols))
        for i in range(rows):
            dz[i, :] = d_prev[i, :] * self.out[i, :] * (1 - self.out[i, :])
        return dz
