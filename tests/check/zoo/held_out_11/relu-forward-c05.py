"""The mask is overwritten for each sample in the loop, so that only the last sample's mask remains and backward
uses it for the whole batch: self.zero_mask = row <= 0"""

import numpy as np


class ReLU:
    def forward(self, z):
        result = np.zeros(z.shape)
        for n, row in enumerate(z):
            self.zero_mask = row <= 0
            result[n] = np.where(self.zero_mask, 0, row)
        return result

    def backward(self, d_prev, reg_lambda):
        return np.where(self.zero_mask, 0, d_prev)
