"""2 sigmoid(2 z) - 1, with an instance of one's own Sigmoid."""


class Tanh:
    def forward(self, z):
        self.out = 2 * Sigmoid().forward(2 * z) - 1
        return self.out
