"""The experiment lies in the same file: training code under a main guard, that plots and writes files."""

from collections import OrderedDict

import matplotlib.pyplot as plt
import numpy as np


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
        # exp of a negative number only: it cannot overflow
        e = np.exp(-np.abs(z))
        self.out = np.where(z >= 0, 1 / (1 + e), e / (1 + e))
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
        e = np.exp(-2 * np.abs(z))
        self.out = np.sign(z) * (1 - e) / (1 + e)
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


# ------------------------------------------------------------------ Training
def train(model, x_train, y_train, num_epochs, learning_rate, reg_lambda, batch_size):
    history = []
    for epoch in range(num_epochs):
        for i in range(0, len(x_train), batch_size):
            x_batch, y_batch = x_train[i:i + batch_size], y_train[i:i + batch_size]
            loss = model.forward(x_batch, y_batch, reg_lambda)
            model.backward(reg_lambda)
            model.update(learning_rate)
        pred = model.predict(x_train).argmax(axis=1)
        history.append(np.mean(pred == y_train.argmax(axis=1)))
        print("[%4d] Loss: %.4f, Acc: %.4f" % (epoch + 1, loss, history[-1]))
    return history


if __name__ == "__main__":
    np.random.seed(123)
    x = np.load("mnist_x.npy")
    y = np.load("mnist_y.npy")
    model = ClassifierModel()
    model.add_layer("FC-1", FCLayer(784, 500))
    model.add_layer("ReLU1", ReLU())
    model.add_layer("FC-2", FCLayer(500, 500))
    model.add_layer("ReLU2", ReLU())
    model.add_layer("FC-3", FCLayer(500, 10))
    model.add_layer("Softmax Layer", SoftmaxLayer())
    model.summary()
    plt.plot(train(model, x, y, 100, 0.001, 1e-8, 128))
    plt.savefig("result.png")
    input("Press enter to end")
