"""b shrinks by itself instead of by db."""


class FCLayer:
    def update(self, learning_rate):
        self.W = self.W - learning_rate * self.dW
        self.b = self.b - learning_rate * self.b
