"""The bias is never updated."""


class ConvolutionLayer:
    def update(self, learning_rate):
        self.w -= learning_rate * self.dw
