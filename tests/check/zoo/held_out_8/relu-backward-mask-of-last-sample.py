"""The last sample's mask is every sample's."""


class ReLU:
    def backward(self, d_prev, reg_lambda):
        dz = d_prev.copy()
        dz[:, self.zero_mask[-1]] = 0
        return dz
