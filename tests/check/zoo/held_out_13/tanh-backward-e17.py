"""Derives tanh = 2 s(2z) - 1 with s = (out+1)/2 but forgets the inner derivative 2 of s(2z): returns 2 s (1-s)
d_prev, half the right value."""

class Tanh:
    def backward(self, d_prev, reg_lambda):
        # out = 2 * s - 1 with s a sigmoid
        s = 0.5 * (self.out + 1)
        ds = s * (1 - s)
        dout = 2 * ds
        return d_prev * dout
