"""Derives 2*sigmoid(2z) - 1 with the factor 2 in front but forgets the inner derivative 2 of 2z: 2*s*(1-s), half
of the right 4*s*(1-s)."""

class Tanh:
    def backward(self, d_prev, reg_lambda):
        # tanh = 2 * sigmoid(2z) - 1
        s = (self.out + 1) / 2
        ds = s * (1 - s)
        return d_prev * 2 * ds
