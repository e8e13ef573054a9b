"""Computes the new values and keeps them in local variables."""


class FCLayer:
    def update(self, learning_rate):
        W = self.W - learning_rate * self.dW
        b = self.b - learning_rate * self.db
