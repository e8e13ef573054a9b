"""(z + |z|) / 2, and np.copyto with where."""


class ReLU:
    def forward(self, z):
        self.zero_mask = np.less_equal(z, 0)
        return (z + np.abs(z)) / 2

    def backward(self, d_prev, reg_lambda):
        dz = np.zeros_like(d_prev)
        np.copyto(dz, d_prev, where=~self.zero_mask)
        return dz
