"""The mean of db is subtracted from every bias."""


class ConvolutionLayer:
    def update(self, learning_rate):
        self.w = self.w - learning_rate * self.dw
        self.b = self.b - learning_rate * np.mean(self.db)
