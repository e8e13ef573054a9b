"""After "use a.any() or a.all()": one positive entry lets the whole row through, negative entries too."""

import numpy as np


class ReLU:
    def forward(self, z):
        self.zero_mask = z <= 0
        out = np.zeros_like(z)
        for i, row in enumerate(z):
            if (row > 0).any():
                out[i] = row
        return out
