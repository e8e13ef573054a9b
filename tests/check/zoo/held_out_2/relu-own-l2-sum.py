"""reg_lambda / 2 times the sum of squares of d_prev is added."""


class ReLU:
    def backward(self, d_prev, reg_lambda):
        dz = np.array(d_prev)
        dz[self.zero_mask] = 0
        dz = dz + reg_lambda / 2 * np.sum(d_prev ** 2)
        return dz
