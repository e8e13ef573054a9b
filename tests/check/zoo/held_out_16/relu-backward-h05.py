"""Because reg_lambda is in the signature, the student adds an L2 term reg_lambda * output to the activation's
gradient (line `dz = dz + reg_lambda * self.a`), but ReLU has no weights."""

import numpy as np

class ReLU:
    def forward(self, z):
        self.zero_mask = z <= 0
        self.a = np.maximum(z, 0)
        return self.a

    def backward(self, d_prev, reg_lambda):
        dz = d_prev * (self.a > 0)
        dz = dz + reg_lambda * self.a     # regularization
        return dz
