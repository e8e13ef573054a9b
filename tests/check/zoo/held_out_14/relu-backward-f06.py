"""`d_prev * self.zero_mask` takes the mask as 'where the gradient passes', but it is True where z <= 0, so exactly
the wrong half of the gradient is returned."""

class ReLU:
    def backward(self, d_prev, reg_lambda):
        mask = self.zero_mask.astype(float)
        dz = d_prev * mask
        return dz
