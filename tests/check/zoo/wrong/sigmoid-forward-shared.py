"""Keeps its output in a dict that all instances share."""


class Sigmoid:
    cache = {}

    def __init__(self):
        pass

    @property
    def out(self):
        return self.cache["out"]

    def forward(self, z):
        e = np.exp(-np.abs(z))
        self.cache["out"] = np.where(z >= 0, 1 / (1 + e), e / (1 + e))
        return self.cache["out"]
