"""The update changes the weights in place."""


class ConvolutionLayer:
    def update(self, learning_rate):
        self.w -= learning_rate * self.dw
        self.b -= learning_rate * self.db

    def summary(self):
        print("Convolution layer", self.w.shape, "stride", self.stride, "pad", self.pad)
