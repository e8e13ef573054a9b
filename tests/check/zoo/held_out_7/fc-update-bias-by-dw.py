"""The step of the bias takes the sums of dW."""


class FCLayer:
    def update(self, learning_rate):
        self.W -= learning_rate * self.dW
        self.b -= learning_rate * self.dW.sum(axis=0)
