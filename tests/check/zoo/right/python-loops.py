"""Python loops over every entry: slow, and right for every shape."""

import math
from collections import OrderedDict

import numpy as np


class ReLU:
    def __init__(self):
        self.zero_mask = None

    def forward(self, z):
        self.zero_mask = np.zeros(z.shape, dtype=bool)
        out = np.zeros_like(z)
        for index in np.ndindex(z.shape):
            if z[index] > 0:
                out[index] = z[index]
            else:
                self.zero_mask[index] = True
        return out

    def backward(self, d_prev, reg_lambda):
        dz = np.zeros_like(d_prev)
        for index in np.ndindex(d_prev.shape):
            if not self.zero_mask[index]:
                dz[index] = d_prev[index]
        return dz

    def update(self, learning_rate):
        pass

    def summary(self):
        return "ReLU"


class Sigmoid:
    def __init__(self):
        self.out = None

    def forward(self, z):
        self.out = np.empty_like(z)
        for index in np.ndindex(z.shape):
            e = math.exp(-abs(z[index]))
            self.out[index] = 1 / (1 + e) if z[index] >= 0 else e / (1 + e)
        return self.out

    def backward(self, d_prev, reg_lambda):
        dz = np.empty_like(d_prev)
        for index, out in np.ndenumerate(self.out):
            dz[index] = d_prev[index] * out * (1 - out)
        return dz

    def update(self, learning_rate):
        pass

    def summary(self):
        return "Sigmoid"


class Tanh:
    def __init__(self):
        self.out = None

    def forward(self, z):
        self.out = np.empty_like(z)
        for index in np.ndindex(z.shape):
            e = math.exp(-2 * abs(z[index]))
            self.out[index] = math.copysign((1 - e) / (1 + e), z[index])
        return self.out

    def backward(self, d_prev, reg_lambda):
        dz = np.empty_like(d_prev)
        for index, out in np.ndenumerate(self.out):
            dz[index] = d_prev[index] * (1 - out * out)
        return dz

    def update(self, learning_rate):
        pass

    def summary(self):
        return "Tanh"


class FCLayer:
    def __init__(self, input_dim, output_dim):
        self.W = np.zeros((input_dim, output_dim))
        for i in range(input_dim):
            for j in range(output_dim):
                self.W[i, j] = np.random.randn() / math.sqrt(input_dim / 2)
        self.b = np.array([0.0] * output_dim)

    def forward(self, x):
        self.x = x.reshape(x.shape[0], -1)
        N, D = self.x.shape
        H = len(self.b)
        out = np.zeros((N, H), dtype=x.dtype)
        for n in range(N):
            for h in range(H):
                total = self.b[h]
                for d in range(D):
                    total += self.x[n, d] * self.W[d, h]
                out[n, h] = total
        return out

    def backward(self, d_prev, reg_lambda):
        N, D = self.x.shape
        H = len(self.b)
        dx = np.zeros((N, D), dtype=d_prev.dtype)
        self.dW = np.zeros((D, H), dtype=self.W.dtype)
        self.db = np.zeros(H, dtype=d_prev.dtype)
        for d in range(D):
            for h in range(H):
                for n in range(N):
                    self.dW[d, h] += self.x[n, d] * d_prev[n, h]
                    dx[n, d] += d_prev[n, h] * self.W[d, h]
                self.dW[d, h] += reg_lambda * self.W[d, h]
        for h in range(H):
            self.db[h] = sum(d_prev[:, h])
        return dx

    def update(self, learning_rate):
        for d in range(self.W.shape[0]):
            for h in range(self.W.shape[1]):
                self.W[d, h] -= learning_rate * self.dW[d, h]
        for h in range(self.W.shape[1]):
            self.b[h] -= learning_rate * self.db[h]

    def summary(self):
        return "FCLayer"


class SoftmaxLayer:
    def forward(self, x):
        self.y_hat = np.empty_like(x)
        for n in range(len(x)):
            largest = max(x[n])
            exps = [math.exp(score - largest) for score in x[n]]
            for c in range(len(exps)):
                self.y_hat[n, c] = exps[c] / sum(exps)
        return self.y_hat

    def ce_loss(self, y_hat, y):
        self.y_hat = y_hat
        self.y = y
        loss = 0.0
        for n in range(y.shape[0]):
            for c in range(y.shape[1]):
                loss -= y[n, c] * math.log(y_hat[n, c] + 1e-10)
        return float(loss / y.shape[0])

    def backward(self, d_prev=1, reg_lambda=0):
        dx = np.empty_like(self.y_hat)
        for n in range(len(dx)):
            dx[n] = (self.y_hat[n] - self.y[n]) / len(dx)
        return dx

    def update(self, learning_rate):
        pass

    def summary(self):
        return "SoftmaxLayer"


class Norm:
    def forward(self, weights, reg_lambda):
        total = 0.0
        for W in weights:
            for row in W:
                for w in row:
                    total += w * w
        return float(reg_lambda * total / 2)

    def backward(self, W, reg_lambda):
        out = np.empty_like(W)
        for index in np.ndindex(W.shape):
            out[index] = reg_lambda * W[index]
        return out


class ClassifierModel:
    def __init__(self):
        self.layers = OrderedDict()
        self.softmax_layer = None
        self.loss = None

    def add_layer(self, name, layer):
        if isinstance(layer, SoftmaxLayer):
            if self.softmax_layer is not None:
                raise ValueError("a model has only one softmax layer")
            self.softmax_layer = layer
        else:
            self.layers[name] = layer

    def predict(self, x):
        for name in self.layers:
            x = self.layers[name].forward(x)
        return self.softmax_layer.forward(x)

    def forward(self, x, y, reg_lambda):
        y_hat = self.predict(x)
        weights = []
        for name in self.layers:
            if isinstance(self.layers[name], FCLayer):
                weights.append(self.layers[name].W)
        self.loss = self.softmax_layer.ce_loss(y_hat, y) + Norm().forward(weights, reg_lambda)
        return self.loss

    def backward(self, reg_lambda):
        names = list(self.layers)
        names.reverse()
        d_prev = self.softmax_layer.backward(1, reg_lambda)
        for name in names:
            d_prev = self.layers[name].backward(d_prev, reg_lambda)

    def update(self, learning_rate):
        for name in self.layers:
            self.layers[name].update(learning_rate)

    def summary(self):
        for name in self.layers:
            print(name, self.layers[name].summary())
