"""The gradient is rectified by its own sign: zero where d_prev is negative, and not where z was."""


class ReLU:
    def backward(self, d_prev, reg_lambda):
        dz = d_prev.copy()
        dz[d_prev <= 0] = 0
        return dz
