"""The weights go up the gradient: + instead of -."""


class ConvolutionLayer:
    def update(self, learning_rate):
        self.w += learning_rate * self.dw
        self.b -= learning_rate * self.db
