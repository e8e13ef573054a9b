"""A flat upstream gradient is reshaped in Fortran order, which mixes up the pixels."""


class Tanh:
    def backward(self, d_prev, reg_lambda):
        if d_prev.ndim != self.out.ndim:
            d_prev = d_prev.reshape(self.out.shape, order="F")
        return d_prev * (1 - self.out) * (1 + self.out)
