"""The gradient goes through as it came."""


class ReLU:
    def backward(self, d_prev, reg_lambda):
        dz = d_prev
        dz[dz == 0] = 0
        return dz
