"""The loop over the batch writes its row into dz itself instead of dz[i]; the last sample's gradient comes back alone."""

import numpy as np


class Sigmoid:
    def backward(self, d_prev, reg_lambda):
        dz = np.zeros(d_prev.shape)
        for i in range(d_prev.shape[0]):
            a = self.out[i]
            dz = d_prev[i] * a * (1 - a)
        return dz
