"""The step of the bias is made twice."""


class FCLayer:
    def update(self, learning_rate):
        self.W = self.W - learning_rate * self.dW
        self.b = self.b - learning_rate * self.db
        self.b = self.b - learning_rate * self.db
