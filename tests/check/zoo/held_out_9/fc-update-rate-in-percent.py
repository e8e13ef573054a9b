"""The learning rate is divided by a hundred."""


class FCLayer:
    def update(self, learning_rate):
        self.W -= learning_rate / 100 * self.dW
        self.b -= learning_rate / 100 * self.db
