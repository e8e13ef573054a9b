"""s(1-s) was multiplied out, and d_prev multiplies only the first term: d_prev * s - s**2 in place of d_prev * (s
- s**2)."""

class Sigmoid:
    def backward(self, d_prev, reg_lambda):
        s = self.out
        dz = d_prev * s - s ** 2
        return dz
