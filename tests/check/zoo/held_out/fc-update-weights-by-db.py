"""The line for b was written first, and the copy for W keeps its db, which broadcasts."""


class FCLayer:
    def update(self, learning_rate):
        self.b = self.b - learning_rate * self.db
        self.W = self.W - learning_rate * self.db
