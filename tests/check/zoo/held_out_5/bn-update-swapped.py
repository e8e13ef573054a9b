"""Gamma takes beta's gradient and beta gamma's."""


class BatchNormLayer:
    def update(self, learning_rate):
        self.gamma = self.gamma - learning_rate * self.dbeta
        self.beta = self.beta - learning_rate * self.dgamma
