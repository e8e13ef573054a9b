"""Multiplies by the learning rate twice."""


class FCLayer:
    def update(self, learning_rate):
        dW = learning_rate * self.dW
        db = learning_rate * self.db
        self.W -= learning_rate * dW
        self.b -= learning_rate * db
