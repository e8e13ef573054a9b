"""The weights decay by the learning rate besides."""


class FCLayer:
    def update(self, learning_rate):
        self.W = (1 - learning_rate) * self.W - learning_rate * self.dW
        self.b = self.b - learning_rate * self.db
