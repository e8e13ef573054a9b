"""The learning rate multiplies the weights too."""


class FCLayer:
    def update(self, learning_rate):
        self.W = learning_rate * (self.W - self.dW)
        self.b = learning_rate * (self.b - self.db)
