"""The mask belongs to the class, so that all ReLU layers share it."""


class ReLU:
    zero_mask = None

    def __init__(self):
        pass

    def forward(self, z):
        ReLU.zero_mask = z <= 0
        return np.where(ReLU.zero_mask, 0, z)
