"""gamma is updated by dbeta."""


class BatchNormLayer:
    def update(self, learning_rate):
        self.gamma = self.gamma - learning_rate * self.dbeta
        self.beta = self.beta - learning_rate * self.dbeta
