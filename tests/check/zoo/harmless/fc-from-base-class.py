"""FCLayer has forward and backward and inherits the rest from a class that a module beside the file holds."""
import numpy as np

from given_layers import FCBase, Layer


class ReLU(Layer):
    def forward(self, z):
        self.zero_mask = ~(z > 0)
        return z * ~self.zero_mask

    def backward(self, d_prev, reg_lambda):
        return d_prev * ~self.zero_mask


class Sigmoid(Layer):
    def forward(self, z):
        self.out = 1 / (1 + np.exp(-z))
        return self.out

    def backward(self, d_prev, reg_lambda):
        return d_prev * self.out * (1 - self.out)


class Tanh(Layer):
    def forward(self, z):
        self.out = 2 / (1 + np.exp(-2 * z)) - 1
        return self.out

    def backward(self, d_prev, reg_lambda):
        return d_prev * (1 - self.out * self.out)


class FCLayer(FCBase):
    def forward(self, x):
        self.x = x.reshape(x.shape[0], -1)
        return self.x @ self.W + self.b

    def backward(self, d_prev, reg_lambda):
        self.db = d_prev.sum(axis=0)
        self.dW = self.x.T @ d_prev + reg_lambda * self.W
        return d_prev @ self.W.T


class SoftmaxLayer(Layer):
    def forward(self, x):
        e = np.exp(x - np.max(x, 1, keepdims=True))
        self.y_hat = e / e.sum(1, keepdims=True)
        return self.y_hat

    def ce_loss(self, y_hat, y):
        self.y_hat = y_hat
        self.y = y
        return np.sum(y * -np.log(y_hat + 1e-10)) / y.shape[0]

    def backward(self, d_prev=1, reg_lambda=0):
        return (self.y_hat - self.y) / self.y.shape[0]
