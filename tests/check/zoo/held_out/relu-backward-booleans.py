"""`zeros_like` of a boolean mask holds booleans."""


class ReLU:
    def backward(self, d_prev, reg_lambda):
        dz = np.zeros_like(self.zero_mask)
        active = self.zero_mask == 0
        dz[active] = d_prev[active]
        return dz
