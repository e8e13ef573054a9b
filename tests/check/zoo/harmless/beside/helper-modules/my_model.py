from collections import OrderedDict


class Model:
    """ClassifierModel, which must know the softmax layer's class."""

    softmax_class = None

    def __init__(self):
        self.layers = OrderedDict()
        self.softmax_layer = None
        self.loss = None

    def add_layer(self, name, layer):
        if isinstance(layer, self.softmax_class):
            if self.softmax_layer is not None:
                raise ValueError("Softmax Layer already exists!")
            self.softmax_layer = layer
        else:
            self.layers[name] = layer

    def predict(self, x):
        for layer in self.layers.values():
            x = layer.forward(x)
        return self.softmax_layer.forward(x)

    def forward(self, x, y, reg_lambda):
        self.loss = self.softmax_layer.ce_loss(self.predict(x), y)
        for layer in self.layers.values():
            if hasattr(layer, "W"):
                self.loss += reg_lambda / 2 * (layer.W ** 2).sum()
        return self.loss

    def backward(self, reg_lambda):
        d_prev = self.softmax_layer.backward(1, reg_lambda)
        for layer in reversed(list(self.layers.values())):
            d_prev = layer.backward(d_prev, reg_lambda)

    def update(self, learning_rate):
        for layer in self.layers.values():
            layer.update(learning_rate)

    def summary(self):
        for name, layer in self.layers.items():
            print(name, layer.summary())
