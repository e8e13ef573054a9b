"""Functions do the work; the classes only remember. Printing at import, and a main block that trains."""

import sys
from collections import OrderedDict

import numpy as np

print("homework 3, numpy", np.__version__)
if "torch" in sys.modules:
    print("torch is not needed")


def relu(z):
    return z * (z > 0)


def sigmoid(z):
    e = np.exp(-abs(z))
    return np.where(z < 0, e, 1) / (1 + e)


def tanh(z):
    return 2 * sigmoid(2 * z) - 1


def affine(x, W, b):
    return x @ W + b


def affine_grad(x, W, d):
    return x.T @ d, d.sum(axis=0), d @ W.T


def softmax(x):
    e = np.exp(x - x.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)


def cross_entropy(p, y):
    return -np.sum(y * np.log(p + 1e-10)) / len(y)


class Stateless:
    update = lambda self, learning_rate: None
    summary = lambda self: type(self).__name__.lower()


class ReLU(Stateless):
    def forward(self, z):
        self.zero_mask = z <= 0
        return relu(z)

    def backward(self, d_prev, reg_lambda):
        return d_prev * (1 - self.zero_mask.astype(d_prev.dtype))


class Sigmoid(Stateless):
    def forward(self, z):
        self.out = sigmoid(z)
        return self.out

    backward = lambda self, d_prev, reg_lambda: d_prev * self.out * (1 - self.out)


class Tanh(Stateless):
    def forward(self, z):
        self.out = tanh(z)
        return self.out

    backward = lambda self, d_prev, reg_lambda: d_prev * (1 - self.out**2)


class FCLayer:
    def __init__(self, input_dim, output_dim):
        self.W = np.random.randn(input_dim, output_dim) / np.sqrt(input_dim / 2)
        self.b = np.zeros(output_dim)

    def forward(self, x):
        self.x = x.reshape(x.shape[0], -1)
        return affine(self.x, self.W, self.b)

    def backward(self, d_prev, reg_lambda):
        self.dW, self.db, dx = affine_grad(self.x, self.W, d_prev)
        self.dW = self.dW + reg_lambda * self.W
        return dx

    def update(self, learning_rate):
        self.W, self.b = self.W - learning_rate * self.dW, self.b - learning_rate * self.db

    def summary(self):
        return "fc %d x %d" % self.W.shape


class SoftmaxLayer(Stateless):
    def forward(self, x):
        self.y_hat = softmax(x)
        return self.y_hat

    def ce_loss(self, y_hat, y):
        self.y_hat, self.y = y_hat, y
        return cross_entropy(y_hat, y)

    def backward(self, d_prev=1, reg_lambda=0):
        return (self.y_hat - self.y) / len(self.y)


class Norm:
    forward = lambda self, weights, reg_lambda: reg_lambda * sum(np.sum(W**2) for W in weights) / 2
    backward = lambda self, W, reg_lambda: reg_lambda * W


class ClassifierModel:
    def __init__(self):
        self.layers = OrderedDict()
        self.softmax_layer = None
        self.loss = None

    def add_layer(self, name, layer):
        if isinstance(layer, SoftmaxLayer):
            if self.softmax_layer is not None:
                raise Exception("softmax twice")
            self.softmax_layer = layer
        else:
            self.layers[name] = layer

    def predict(self, x):
        for layer in self.layers.values():
            x = layer.forward(x)
        return self.softmax_layer.forward(x)

    def forward(self, x, y, reg_lambda):
        self.loss = self.softmax_layer.ce_loss(self.predict(x), y)
        self.loss = self.loss + Norm().forward([l.W for l in self.layers.values() if hasattr(l, "W")], reg_lambda)
        return self.loss

    def backward(self, reg_lambda):
        d = self.softmax_layer.backward()
        for layer in reversed(self.layers.values()):
            d = layer.backward(d, reg_lambda)

    def update(self, learning_rate):
        for layer in self.layers.values():
            layer.update(learning_rate)

    def summary(self):
        for name in self.layers:
            print(name, ":", self.layers[name].summary())


if __name__ == "__main__":
    np.random.seed(0)
    model = ClassifierModel()
    model.add_layer("fc1", FCLayer(784, 500))
    model.add_layer("relu1", ReLU())
    model.add_layer("fc2", FCLayer(500, 10))
    model.add_layer("softmax", SoftmaxLayer())
    x, y = np.random.rand(60000, 784), np.eye(10)[np.random.randint(0, 10, 60000)]
    for epoch in range(100):
        for i in range(0, 60000, 128):
            print(model.forward(x[i : i + 128], y[i : i + 128], 1e-8))
            model.backward(1e-8)
            model.update(0.001)
