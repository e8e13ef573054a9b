"""FCLayer has forward and backward alone; its __init__ and update are the course's, in a file not handed in."""
import numpy as np


class ReLU():
    def forward(self, z):
        out = np.copy(z)
        self.zero_mask = out <= 0
        out[self.zero_mask] = 0
        return out

    def backward(self, d_prev, reg_lambda):
        dz = np.copy(d_prev)
        dz[self.zero_mask] = 0
        return dz


class Sigmoid():
    def forward(self, z):
        self.out = 1.0 / (1.0 + np.exp(-z))
        return self.out

    def backward(self, d_prev, reg_lambda):
        return d_prev * (self.out * (1.0 - self.out))


class Tanh():
    def forward(self, z):
        self.out = 2.0 / (1.0 + np.exp(-2.0 * z)) - 1.0
        return self.out

    def backward(self, d_prev, reg_lambda):
        return d_prev * (1.0 - np.power(self.out, 2))


class FCLayer():
    def forward(self, x):
        self.x = x.reshape(len(x), -1)
        self.out = np.matmul(self.x, self.W) + self.b
        return self.out

    def backward(self, d_prev, reg_lambda):
        self.dW = np.matmul(np.transpose(self.x), d_prev) + reg_lambda * self.W
        self.db = np.sum(d_prev, axis=0)
        dx = np.matmul(d_prev, np.transpose(self.W))
        return dx


class SoftmaxLayer():
    def forward(self, x):
        shifted = x - np.max(x, axis=1).reshape(-1, 1)
        exps = np.exp(shifted)
        self.y_hat = exps / np.sum(exps, axis=1).reshape(-1, 1)
        return self.y_hat

    def ce_loss(self, y_hat, y):
        self.y_hat = y_hat
        self.y = y
        self.loss = np.sum(-y * np.log(y_hat + 1e-10)) / y.shape[0]
        return self.loss

    def backward(self, d_prev=1, reg_lambda=0):
        return (self.y_hat - self.y) / self.y.shape[0]
