"""The gradients are set to zero after the step, as other libraries want it."""


class FCLayer:
    def update(self, learning_rate):
        self.W = self.W - learning_rate * self.dW
        self.b = self.b - learning_rate * self.db
        self.dW = np.zeros_like(self.dW)
        self.db = np.zeros_like(self.db)
