"""Layers without weights take *args and **kwargs where the contract passes what they do not need."""


class ReLU:
    def __init__(self, *args, **kwargs):
        self.zero_mask = None

    def backward(self, d_prev, *args, **kwargs):
        dz = d_prev.copy()
        dz[self.zero_mask] = 0
        return dz


class Sigmoid:
    def backward(self, d_prev, *_):
        return self.out * (1 - self.out) * d_prev


class Tanh:
    def backward(self, *args, **kwargs):
        d_prev = args[0]
        return (1 - self.out ** 2) * d_prev


class SoftmaxLayer:
    def backward(self, *args, **kwargs):
        return (self.y_hat - self.y) / len(self.y)
