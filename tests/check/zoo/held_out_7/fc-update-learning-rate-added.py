"""The learning rate is added to the gradient."""


class FCLayer:
    def update(self, learning_rate):
        self.W -= learning_rate + self.dW
        self.b -= learning_rate * self.db
