"""update multiplies the gradients by the learning rate in place; the next backward makes new ones."""


class FCLayer:
    def update(self, learning_rate):
        for param, grad in ((self.W, self.dW), (self.b, self.db)):
            grad *= learning_rate
            param -= grad
