"""The layers of a neural network, and a classifier made of them.

N is the number of samples in a batch, D and H are the features that go into a layer and come out of it, and C is the
number of classes. `d_prev` is the derivative of the loss with respect to what a layer puts out.
"""

import numpy as np


# Given: do not change.
def softmax(z):
    """The softmax of each row of z (N, C)."""
    e = np.exp(z - np.max(z, axis=1, keepdims=True))
    return e / np.sum(e, axis=1, keepdims=True)


class ReLU:
    """z where z > 0, else 0."""

    def __init__(self):
        self.zero_mask = None

    def forward(self, z):
        """z of any shape; the same shape comes out. Keep zero_mask, which is True where z <= 0."""
        out = None
        # =============== EDIT HERE ===============
        self.zero_mask = z <= 0
        out = z.copy()
        out[self.zero_mask] = 0
        # =========================================
        return out

    def backward(self, d_prev, reg_lambda=0):
        """The derivative of the loss with respect to z."""
        dz = None
        # =============== EDIT HERE ===============
        dz = d_prev.reshape(self.zero_mask.shape).copy()
        dz[self.zero_mask] = 0
        # =========================================
        return dz

    # Given: do not change.
    def update(self, learning_rate):
        pass

    def summary(self):
        return "ReLU"


class Sigmoid:
    """1 / (1 + e^-z)."""

    def __init__(self):
        self.out = None

    def forward(self, z):
        """z of any shape; the same shape comes out. Keep it as self.out. No z may overflow."""
        self.out = None
        # =============== EDIT HERE ===============
        e = np.exp(-np.abs(z))
        self.out = np.where(z >= 0, 1 / (1 + e), e / (1 + e))
        # =========================================
        return self.out

    def backward(self, d_prev, reg_lambda=0):
        """The derivative of the loss with respect to z."""
        dz = None
        # =============== EDIT HERE ===============
        dz = d_prev.reshape(self.out.shape) * self.out * (1 - self.out)
        # =========================================
        return dz

    # Given: do not change.
    def update(self, learning_rate):
        pass

    def summary(self):
        return "Sigmoid"


class Tanh:
    """2 / (1 + e^-2z) - 1, without np.tanh."""

    def __init__(self):
        self.out = None

    def forward(self, z):
        """z of any shape; the same shape comes out. Keep it as self.out. No z may overflow."""
        self.out = None
        # =============== EDIT HERE ===============
        m = np.expm1(-2 * np.abs(z))  # e^-2|z| - 1, with all digits where z is small
        self.out = np.sign(z) * -m / (2 + m)
        # =========================================
        return self.out

    def backward(self, d_prev, reg_lambda=0):
        """The derivative of the loss with respect to z."""
        dz = None
        # =============== EDIT HERE ===============
        dz = d_prev.reshape(self.out.shape) * (1 - self.out) * (1 + self.out)
        # =========================================
        return dz

    # Given: do not change.
    def update(self, learning_rate):
        pass

    def summary(self):
        return "Tanh"


class FCLayer:
    """x W + b: a fully connected layer from input_dim = D to output_dim = H features."""

    # Given: do not change.
    def __init__(self, input_dim, output_dim):
        self.W = np.random.randn(input_dim, output_dim) / np.sqrt(input_dim / 2)
        self.b = np.zeros(output_dim)

    def forward(self, x):
        """x is (N, D), or (N, ...) with D numbers for each sample; (N, H) comes out.

        Keep x as self.x, flattened to (N, D).
        """
        self.x = None
        out = None
        # =============== EDIT HERE ===============
        self.x_shape = x.shape
        self.x = x.reshape(x.shape[0], -1)
        out = self.x @ self.W + self.b
        # =========================================
        return out

    def backward(self, d_prev, reg_lambda=0):
        """d_prev is (N, H); the derivative of the loss with respect to x comes out.

        Keep self.dW (D, H), with what the L2 term adds to it, and self.db (H,).
        """
        dx = None
        self.dW = None
        self.db = None
        # =============== EDIT HERE ===============
        self.db = np.sum(d_prev, axis=0)
        self.dW = self.x.T @ d_prev + reg_lambda * self.W
        dx = (d_prev @ self.W.T).reshape(self.x_shape)
        # =========================================
        return dx

    # Given: do not change.
    def update(self, learning_rate):
        self.W = self.W - learning_rate * self.dW
        self.b = self.b - learning_rate * self.db

    def summary(self):
        return f"FCLayer: {self.W.shape[0]} -> {self.W.shape[1]}"


class SoftmaxLayer:
    """Class probabilities, and their cross-entropy."""

    def __init__(self):
        self.y_hat = None
        self.y = None

    def forward(self, x):
        """The softmax of each row of the scores x (N, C). Keep it as self.y_hat."""
        self.y_hat = None
        # =============== EDIT HERE ===============
        self.y_hat = softmax(x)
        # =========================================
        return self.y_hat

    def ce_loss(self, y_hat, y):
        """The cross-entropy, a mean over the batch. y is one-hot, (N, C). Keep both as self.y_hat and self.y.

        Add 1e-10 to a probability before you take its logarithm.
        """
        loss = None
        # =============== EDIT HERE ===============
        self.y_hat = y_hat
        self.y = y
        loss = -np.sum(y * np.log(y_hat + 1e-10)) / y_hat.shape[0]
        # =========================================
        return loss

    def backward(self, d_prev=1, reg_lambda=0):
        """The derivative of the cross-entropy with respect to the scores, (N, C)."""
        dx = None
        # =============== EDIT HERE ===============
        dx = d_prev * (self.y_hat - self.y) / self.y_hat.shape[0]
        # =========================================
        return dx

    # Given: do not change.
    def update(self, learning_rate):
        pass

    def summary(self):
        return "Softmax"


class Norm:
    """The L2 term of the loss: lambda / 2 times the sum of the squares of all weights."""

    def forward(self, weights, reg_lambda):
        """The term for a list of weight matrices, a number."""
        term = None
        # =============== EDIT HERE ===============
        term = reg_lambda / 2 * sum(np.sum(W * W) for W in weights)
        # =========================================
        return term

    def backward(self, W, reg_lambda):
        """The derivative of the term with respect to one weight matrix W."""
        dW = None
        # =============== EDIT HERE ===============
        dW = reg_lambda * W
        # =========================================
        return dW


# Given: do not change.
class ClassifierModel:
    """Layers in the order in which they were added, and a softmax at the end."""

    def __init__(self):
        self.layers = {}
        self.softmax_layer = None
        self.loss = None

    def add_layer(self, name, layer):
        """Append the layer; the softmax layer comes last, and there is one."""
        if isinstance(layer, SoftmaxLayer):
            if self.softmax_layer is not None:
                raise ValueError("the model has a softmax layer already")
            self.softmax_layer = layer
        else:
            self.layers[name] = layer

    def predict(self, x):
        """The class probabilities (N, C)."""
        for layer in self.layers.values():
            x = layer.forward(x)
        return self.softmax_layer.forward(x)

    def forward(self, x, y, reg_lambda):
        """The loss: the cross-entropy and the L2 term."""
        cross_entropy = self.softmax_layer.ce_loss(self.predict(x), y)
        weights = [layer.W for layer in self.layers.values() if hasattr(layer, "W")]
        self.loss = cross_entropy + Norm().forward(weights, reg_lambda)
        return self.loss

    def backward(self, reg_lambda):
        """Every layer's gradients, from the last layer to the first."""
        d_prev = self.softmax_layer.backward(1, reg_lambda)
        for layer in reversed(list(self.layers.values())):
            d_prev = layer.backward(d_prev, reg_lambda)
        return d_prev

    def update(self, learning_rate):
        """One step of gradient descent in every layer."""
        for layer in self.layers.values():
            layer.update(learning_rate)

    def summary(self):
        """Print a line for each layer."""
        for name, layer in self.layers.items():
            print(f"{name}: {layer.summary()}")
        print(f"softmax: {self.softmax_layer.summary()}")
