"""A student's file, written from the homework's page: what `--answer` trains with in the tests."""

import numpy as np

np.random.seed(123)


def softmax(z):
    z = z - np.max(z, axis=1, keepdims=True)
    e = np.exp(z)
    return e / np.sum(e, axis=1, keepdims=True)


class ReLU:
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

    def update(self, learning_rate):
        pass

    def summary(self):
        return "ReLU Activation"


class Sigmoid:
    def __init__(self):
        self.out = None

    def forward(self, z):
        self.out = 1 / (1 + np.exp(-z))
        return self.out

    def backward(self, d_prev, reg_lambda):
        return d_prev * self.out * (1 - self.out)

    def update(self, learning_rate):
        pass

    def summary(self):
        return "Sigmoid Activation"


class Tanh:
    def __init__(self):
        self.out = None

    def forward(self, z):
        self.out = 2 / (1 + np.exp(-2 * z)) - 1
        return self.out

    def backward(self, d_prev, reg_lambda):
        return d_prev * (1 - self.out) * (1 + self.out)

    def update(self, learning_rate):
        pass

    def summary(self):
        return "Tanh Activation"


class FCLayer:
    def __init__(self, input_dim, output_dim):
        self.W = np.random.randn(input_dim, output_dim) / np.sqrt(input_dim / 2)
        self.b = np.zeros(output_dim)

    def forward(self, x):
        self.x = x.reshape(x.shape[0], -1)
        return np.dot(self.x, self.W) + self.b

    def backward(self, d_prev, reg_lambda):
        self.db = np.sum(d_prev, axis=0)
        self.dW = np.dot(self.x.T, d_prev) + reg_lambda * self.W
        return np.dot(d_prev, self.W.T)

    def update(self, learning_rate):
        self.W -= self.dW * learning_rate
        self.b -= self.db * learning_rate

    def summary(self):
        return f"Input -> Hidden : {self.W.shape[0]} -> {self.W.shape[1]} "


class SoftmaxLayer:
    def __init__(self):
        self.y_hat = None
        self.y = None

    def forward(self, x):
        self.y_hat = softmax(x)
        return self.y_hat

    def backward(self, d_prev=1, reg_lambda=0):
        return d_prev * (self.y_hat - self.y) / self.y_hat.shape[0]

    def ce_loss(self, y_hat, y):
        self.y_hat, self.y = y_hat, y
        return -np.sum(y * np.log(y_hat + 1e-10)) / y_hat.shape[0]

    def summary(self):
        return "Softmax layer"

    def update(self, learning_rate):
        pass


class ClassifierModel:
    """The file's own model, which nobody asks: a training in it would end at once."""

    def __init__(self):
        raise RuntimeError("the file's model is not used")
