"""Multiplies the returned gradient by x(1-x), a sigmoid derivative that belongs to the activation layer: delta *
self.x * (1 - self.x)."""

class FCLayer:
    def backward(self, d_prev, reg_lambda):
        self.dW = self.x.T.dot(d_prev) + reg_lambda * self.W
        self.db = d_prev.sum(axis=0)
        delta = d_prev.dot(self.W.T)
        # chain rule, x is the activation of the layer before
        return delta * self.x * (1 - self.x)
