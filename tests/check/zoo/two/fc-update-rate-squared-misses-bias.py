"""Multiplies by the learning rate twice, and does not update b."""


class FCLayer:
    def update(self, learning_rate):
        self.W = self.W - learning_rate * (learning_rate * self.dW)
