"""The tuple assignment writes the new bias to a local name b, not to self.b: the bias is never learned."""

class FCLayer:
    def update(self, learning_rate):
        step_W = learning_rate * self.dW
        step_b = learning_rate * self.db
        self.W, b = self.W - step_W, self.b - step_b
