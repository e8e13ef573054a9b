"""Subtracts the whole gradient."""


class FCLayer:
    def update(self, learning_rate):
        self.W -= self.dW
        self.b -= self.db
