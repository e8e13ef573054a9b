"""An attribute that no layer has."""


class FCLayer:
    def summary(self):
        return self.name + str(self.W.shape)
