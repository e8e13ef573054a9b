"""A rate that was tried out stands above the line and hides the argument."""


class FCLayer:
    def update(self, learning_rate):
        learning_rate = 0.01
        self.W -= learning_rate * self.dW
        self.b -= learning_rate * self.db
