"""The five classes that are asked for and nothing else: no model, no Norm, no update and summary of activations."""
import numpy as np


class ReLU:
    def forward(self, z):
        self.zero_mask = z <= 0
        return np.where(self.zero_mask, 0, z)

    def backward(self, d_prev, reg_lambda):
        return np.where(self.zero_mask, 0, d_prev)


class Sigmoid:
    def forward(self, z):
        pos = z >= 0
        e = np.exp(np.where(pos, -z, z))
        self.out = np.where(pos, 1, e) / (1 + e)
        return self.out

    def backward(self, d_prev, reg_lambda):
        return d_prev * self.out * (1 - self.out)


class Tanh:
    def forward(self, z):
        pos = z >= 0
        e = np.exp(np.where(pos, -2 * z, 2 * z))
        self.out = np.where(pos, 1 - e, e - 1) / (1 + e)
        return self.out

    def backward(self, d_prev, reg_lambda):
        return d_prev * (1 - self.out) * (1 + self.out)


class FCLayer:
    def __init__(self, input_dim, output_dim):
        self.W = np.random.randn(input_dim, output_dim) / np.sqrt(input_dim / 2)
        self.b = np.zeros(output_dim)

    def forward(self, x):
        self.x = x.reshape(x.shape[0], -1)
        return self.x @ self.W + self.b

    def backward(self, d_prev, reg_lambda):
        self.dW = self.x.T @ d_prev + reg_lambda * self.W
        self.db = d_prev.sum(axis=0)
        return d_prev @ self.W.T

    def update(self, learning_rate):
        self.W = self.W - learning_rate * self.dW
        self.b = self.b - learning_rate * self.db


class SoftmaxLayer:
    def forward(self, x):
        e = np.exp(x - x.max(1, keepdims=True))
        self.y_hat = e / e.sum(1, keepdims=True)
        return self.y_hat

    def ce_loss(self, y_hat, y):
        self.y_hat, self.y = y_hat, y
        return -(y * np.log(y_hat + 1e-10)).sum() / len(y)

    def backward(self, d_prev=1, reg_lambda=0):
        return (self.y_hat - self.y) / len(self.y)
