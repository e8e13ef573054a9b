"""Multiplies d_prev by the output relu(z), not by 1 where z > 0: the gradient is scaled by z (return d_prev *
self.out)."""

class ReLU:
    def forward(self, z):
        self.zero_mask = z <= 0
        self.out = z * (1 - self.zero_mask)
        return self.out

    def backward(self, d_prev, reg_lambda):
        # out is already zero at the masked places
        return d_prev * self.out
