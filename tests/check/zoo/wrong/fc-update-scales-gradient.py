"""Multiplies dW and db themselves by the learning rate."""


class FCLayer:
    def update(self, learning_rate):
        self.dW *= learning_rate
        self.db *= learning_rate
        self.W -= self.dW
        self.b -= self.db
