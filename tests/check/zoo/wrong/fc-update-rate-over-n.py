"""Divides by the batch size, which the loss has done already."""


class FCLayer:
    def update(self, learning_rate):
        N = self.x.shape[0]
        self.W -= learning_rate * self.dW / N
        self.b -= learning_rate * self.db / N
