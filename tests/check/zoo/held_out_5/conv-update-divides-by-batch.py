"""The step is divided by the batch size once more."""


class ConvolutionLayer:
    def update(self, learning_rate):
        n = self.x.shape[0]
        self.w = self.w - learning_rate * self.dw / n
        self.b = self.b - learning_rate * self.db / n
