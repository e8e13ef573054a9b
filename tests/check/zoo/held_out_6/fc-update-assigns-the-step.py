"""The weights become the step itself."""


class FCLayer:
    def update(self, learning_rate):
        self.W = learning_rate * self.dW
        self.b = self.b - learning_rate * self.db
