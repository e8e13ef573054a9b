"""A metaclass keeps a register of the activations; a class decorator counts calls."""

import functools
from collections import OrderedDict

import numpy as np


class Registered(type):
    known = {}

    def __new__(mcs, name, bases, namespace):
        cls = super().__new__(mcs, name, bases, namespace)
        mcs.known[name] = cls
        return cls

    def __call__(cls, *args, **kwargs):
        layer = super().__call__(*args, **kwargs)
        layer.kind = cls.__name__
        return layer


def counted(cls):
    original = cls.forward

    @functools.wraps(original)
    def forward(self, *args, **kwargs):
        self.calls = getattr(self, "calls", 0) + 1
        return original(self, *args, **kwargs)

    cls.forward = forward
    return cls


class Activation(metaclass=Registered):
    def update(self, learning_rate):
        pass

    def summary(self):
        return self.kind


@counted
class ReLU(Activation):
    def __init__(self):
        self.zero_mask = None

    def forward(self, z):
        self.zero_mask = z <= 0
        out = z.copy()
        out[self.zero_mask] = 0
        return out

    def backward(self, d_prev, reg_lambda):
        dz = d_prev.copy()
        dz[self.zero_mask] = 0
        return dz


@counted
class Sigmoid(Activation):
    def __init__(self):
        self.out = None

    def forward(self, z):
        # exp of a negative number only: it cannot overflow
        e = np.exp(-np.abs(z))
        self.out = np.where(z >= 0, 1 / (1 + e), e / (1 + e))
        return self.out

    def backward(self, d_prev, reg_lambda):
        return d_prev * self.out * (1 - self.out)


@counted
class Tanh(Activation):
    def __init__(self):
        self.out = None

    def forward(self, z):
        e = np.exp(-2 * np.abs(z))
        self.out = np.sign(z) * (1 - e) / (1 + e)
        return self.out

    def backward(self, d_prev, reg_lambda):
        return d_prev * (1 - self.out) * (1 + self.out)


@counted
class FCLayer:
    def __init__(self, input_dim, output_dim):
        self.W = np.random.randn(input_dim, output_dim) / np.sqrt(input_dim / 2)
        self.b = np.zeros(output_dim)
        self.x = None
        self.dW = None
        self.db = None

    def forward(self, x):
        self.x = x.reshape(x.shape[0], -1)
        return self.x @ self.W + self.b

    def backward(self, d_prev, reg_lambda):
        self.dW = self.x.T @ d_prev + reg_lambda * self.W
        self.db = np.sum(d_prev, axis=0)
        return d_prev @ self.W.T

    def update(self, learning_rate):
        self.W -= learning_rate * self.dW
        self.b -= learning_rate * self.db

    def summary(self):
        return f"FCLayer {self.W.shape}"


@counted
class SoftmaxLayer:
    def __init__(self):
        self.y_hat = None
        self.y = None

    def forward(self, x):
        e = np.exp(x - np.max(x, axis=1, keepdims=True))
        self.y_hat = e / np.sum(e, axis=1, keepdims=True)
        return self.y_hat

    def ce_loss(self, y_hat, y):
        self.y_hat = y_hat
        self.y = y
        return float(-np.sum(y * np.log(y_hat + 1e-10)) / y.shape[0])

    def backward(self, d_prev=1, reg_lambda=0):
        return (self.y_hat - self.y) / self.y.shape[0]

    def update(self, learning_rate):
        pass

    def summary(self):
        return "SoftmaxLayer"


class Norm:
    def forward(self, weights, reg_lambda):
        total = 0.0
        for W in weights:
            total += np.sum(W**2)
        return float(0.5 * reg_lambda * total)

    def backward(self, W, reg_lambda):
        return reg_lambda * W


class ClassifierModel:
    def __init__(self):
        self.layers = OrderedDict()
        self.softmax_layer = None
        self.loss = None

    def add_layer(self, name, layer):
        if isinstance(layer, SoftmaxLayer):
            if self.softmax_layer is not None:
                raise ValueError("the model has a softmax layer already")
            self.softmax_layer = layer
        else:
            self.layers[name] = layer

    def predict(self, x):
        for layer in self.layers.values():
            x = layer.forward(x)
        return self.softmax_layer.forward(x)

    def forward(self, x, y, reg_lambda):
        y_hat = self.predict(x)
        weights = [layer.W for layer in self.layers.values() if isinstance(layer, FCLayer)]
        self.loss = self.softmax_layer.ce_loss(y_hat, y) + Norm().forward(weights, reg_lambda)
        return self.loss

    def backward(self, reg_lambda):
        d_prev = self.softmax_layer.backward(1, reg_lambda)
        for layer in reversed(self.layers.values()):
            d_prev = layer.backward(d_prev, reg_lambda)

    def update(self, learning_rate):
        for layer in self.layers.values():
            layer.update(learning_rate)

    def summary(self):
        for name, layer in self.layers.items():
            print(name, layer.summary())
        print("softmax", self.softmax_layer.summary())
