"""Not written yet."""


class ClassifierModel:
    def update(self, learning_rate):
        pass
