"""The step is multiplied by the weights."""


class FCLayer:
    def update(self, learning_rate):
        self.W = self.W - learning_rate * self.dW * self.W
        self.b = self.b - learning_rate * self.db
