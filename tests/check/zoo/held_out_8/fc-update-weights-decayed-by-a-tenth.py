"""The weights shrink by a tenth in each step."""


class FCLayer:
    def update(self, learning_rate):
        self.W = 0.9 * self.W - learning_rate * self.dW
        self.b = self.b - learning_rate * self.db
