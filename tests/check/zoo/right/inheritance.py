"""A base class with the common methods, and activations that say only what is their own."""

import abc

import numpy as np


class Layer(abc.ABC):
    def __init__(self):
        self.trainable = False

    @abc.abstractmethod
    def forward(self, x): ...

    @abc.abstractmethod
    def backward(self, d_prev, reg_lambda): ...

    def update(self, learning_rate):
        pass

    def summary(self):
        return self.__class__.__name__


class Activation(Layer):
    """An elementwise function whose derivative is a function of its output."""

    def __init__(self):
        super().__init__()
        self.out = None

    def forward(self, z):
        self.out = self.f(z)
        return self.out

    def backward(self, d_prev, reg_lambda):
        return d_prev * self.df(self.out)


class Sigmoid(Activation):
    def f(self, z):
        e = np.exp(-np.abs(z))
        return np.where(z >= 0, 1 / (1 + e), e / (1 + e))

    def df(self, out):
        return out * (1 - out)


class Tanh(Activation):
    def f(self, z):
        e = np.exp(-2 * np.abs(z))
        return np.sign(z) * (1 - e) / (1 + e)

    def df(self, out):
        return (1 - out) * (1 + out)


class ReLU(Activation):
    def f(self, z):
        self.zero_mask = z <= 0
        return np.maximum(z, 0)

    def df(self, out):
        return (~self.zero_mask).astype(out.dtype)


class FCLayer(Layer):
    def __init__(self, input_dim, output_dim):
        super().__init__()
        self.trainable = True
        self.W = np.random.randn(input_dim, output_dim) / np.sqrt(input_dim / 2)
        self.b = np.zeros(output_dim)

    def forward(self, x):
        self.x = x.reshape(x.shape[0], -1)
        return self.x @ self.W + self.b

    def backward(self, d_prev, reg_lambda):
        self.dW = self.x.T @ d_prev + Norm().backward(self.W, reg_lambda)
        self.db = d_prev.sum(axis=0)
        return d_prev @ self.W.T

    def update(self, learning_rate):
        for name in ("W", "b"):
            setattr(self, name, getattr(self, name) - learning_rate * getattr(self, "d" + name))


class SoftmaxLayer(Layer):
    def forward(self, x):
        e = np.exp(x - x.max(axis=1, keepdims=True))
        self.y_hat = e / e.sum(axis=1, keepdims=True)
        return self.y_hat

    def ce_loss(self, y_hat, y):
        self.y_hat, self.y = y_hat, y
        return float(-(y * np.log(y_hat + 1e-10)).sum() / len(y))

    def backward(self, d_prev=1, reg_lambda=0):
        return (self.y_hat - self.y) / len(self.y)


class Norm:
    def forward(self, weights, reg_lambda):
        return reg_lambda / 2 * float(sum((W * W).sum() for W in weights))

    def backward(self, W, reg_lambda):
        return reg_lambda * W


class ClassifierModel:
    def __init__(self):
        self.layers = {}
        self.softmax_layer = None
        self.loss = None

    def add_layer(self, name, layer):
        if not isinstance(layer, SoftmaxLayer):
            self.layers[name] = layer
        elif self.softmax_layer is None:
            self.softmax_layer = layer
        else:
            raise TypeError("softmax layer already exists")

    def predict(self, x):
        for layer in self.layers.values():
            x = layer.forward(x)
        return self.softmax_layer.forward(x)

    def forward(self, x, y, reg_lambda):
        data = self.softmax_layer.ce_loss(self.predict(x), y)
        weights = [layer.W for layer in self.layers.values() if layer.trainable]
        self.loss = data + Norm().forward(weights, reg_lambda)
        return self.loss

    def backward(self, reg_lambda):
        d_prev = self.softmax_layer.backward(1, reg_lambda)
        for layer in list(self.layers.values())[::-1]:
            d_prev = layer.backward(d_prev, reg_lambda)
        return d_prev

    def update(self, learning_rate):
        for layer in self.layers.values():
            layer.update(learning_rate)

    def summary(self):
        print(*(layer.summary() for layer in self.layers.values()), sep=" -> ")
