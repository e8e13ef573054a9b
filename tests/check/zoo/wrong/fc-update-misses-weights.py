"""Does not update W."""


class FCLayer:
    def update(self, learning_rate):
        self.b -= learning_rate * self.db
