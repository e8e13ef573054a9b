"""Adds the gradient to W, and does not update b."""


class FCLayer:
    def update(self, learning_rate):
        self.W += learning_rate * self.dW
