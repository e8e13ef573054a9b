"""Formulas and the model come from a package and a module beside the file."""

import numpy as np

import my_functions as F
from my_model import Model


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
        return "ReLU"


class Sigmoid:
    def __init__(self):
        self.out = None

    def forward(self, z):
        self.out = F.sigmoid(z)
        return self.out

    def backward(self, d_prev, reg_lambda):
        return d_prev * self.out * (1 - self.out)

    def update(self, learning_rate):
        pass

    def summary(self):
        return "Sigmoid"


class Tanh:
    def __init__(self):
        self.out = None

    def forward(self, z):
        self.out = F.tanh(z)
        return self.out

    def backward(self, d_prev, reg_lambda):
        return d_prev * (1 - self.out) * (1 + self.out)

    def update(self, learning_rate):
        pass

    def summary(self):
        return "Tanh"


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


class SoftmaxLayer:
    def __init__(self):
        self.y_hat = None
        self.y = None

    def forward(self, x):
        self.y_hat = F.softmax(x)
        return self.y_hat

    def ce_loss(self, y_hat, y):
        self.y_hat = y_hat
        self.y = y
        return F.cross_entropy(y_hat, y)

    def backward(self, d_prev=1, reg_lambda=0):
        return (self.y_hat - self.y) / self.y.shape[0]

    def update(self, learning_rate):
        pass

    def summary(self):
        return "SoftmaxLayer"


class ClassifierModel(Model):
    softmax_class = SoftmaxLayer
