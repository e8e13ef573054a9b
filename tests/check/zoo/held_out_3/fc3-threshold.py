"""The bias is subtracted, as the threshold of a perceptron is."""


class FCLayer:
    def forward(self, x):
        self.x = x.reshape(len(x), -1)
        return self.x @ self.W - self.b
