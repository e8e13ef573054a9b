"""Beta is never updated."""


class BatchNormLayer:
    def update(self, learning_rate):
        self.gamma -= learning_rate * self.dgamma
