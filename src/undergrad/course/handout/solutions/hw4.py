"""Convolution and pooling, and the layers of the first homework, which take images now.

N is the number of samples in a batch, C the channels of an image and H x W its size, F the filters, k the side of a
filter or a window. `d_prev` is the derivative of the loss with respect to what a layer puts out; it may come flat,
(N, -1).
"""

import numpy as np


def zero_pad(x, pad):
    """Images (N, C, H, W) with `pad` zeros on all four sides: (N, C, H + 2 pad, W + 2 pad)."""
    padded = None
    # =============== EDIT HERE ===============
    padded = np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    # =========================================
    return padded


# Given: do not change.
def places(size, kernel_size, stride, pad=0):
    """How many windows fit into `size` pixels with `pad` zeros at both ends. ValueError where they do not fill it."""
    room = size + 2 * pad - kernel_size
    if room < 0 or room % stride:
        raise ValueError(f"windows of {kernel_size} in steps of {stride} do not fit {size} pixels with a pad of {pad}")
    return room // stride + 1


class ConvolutionLayer:
    """Each of F filters (C, k, k) laid on every window of an image; what comes out is the sum of products, and b."""

    # Given: do not change.
    def __init__(self, in_channels, out_channels, kernel_size, stride=1, pad=0):
        self.w = np.random.randn(out_channels, in_channels, kernel_size, kernel_size)
        self.b = np.zeros(out_channels)
        self.kernel_size = kernel_size
        self.stride = stride
        self.pad = pad

    def forward(self, x):
        """x is (N, C, H, W); (N, F, H', W') comes out, with H' = (H + 2 pad - k) / stride + 1."""
        out = None
        # =============== EDIT HERE ===============
        k, s = self.kernel_size, self.stride
        down, right = (places(size, k, s, self.pad) for size in x.shape[2:])
        if x.shape[1] != self.w.shape[1]:
            raise ValueError(f"the layer takes {self.w.shape[1]} channels, not {x.shape[1]}")
        self.x_shape = x.shape
        self.padded = zero_pad(x, self.pad)
        out = np.zeros((x.shape[0], self.w.shape[0], down, right), dtype=x.dtype)
        for i in range(k):  # over the places in the window, not over those in the image: each is one product
            for j in range(k):
                seen = self.padded[:, :, i : i + s * down : s, j : j + s * right : s]
                out += np.tensordot(seen, self.w[:, :, i, j], axes=(1, 1)).transpose(0, 3, 1, 2)
        out += self.b[:, None, None]
        self.out_shape = out.shape
        # =========================================
        return out

    def backward(self, d_prev, reg_lambda=0):
        """The derivative of the loss with respect to x, in x's shape.

        Keep self.dw (F, C, k, k), with what the L2 term adds to it, once for the batch, and self.db (F,).
        """
        dx = None
        self.dw = None
        self.db = None
        # =============== EDIT HERE ===============
        k, s, pad = self.kernel_size, self.stride, self.pad
        d_prev = d_prev.reshape(self.out_shape)
        down, right = self.out_shape[2:]
        self.db = np.sum(d_prev, axis=(0, 2, 3))
        self.dw = reg_lambda * self.w
        d_padded = np.zeros(self.padded.shape, dtype=d_prev.dtype)
        for i in range(k):
            for j in range(k):
                window = (..., slice(i, i + s * down, s), slice(j, j + s * right, s))
                self.dw[:, :, i, j] += np.tensordot(d_prev, self.padded[window], axes=((0, 2, 3), (0, 2, 3)))
                d_padded[window] += np.tensordot(d_prev, self.w[:, :, i, j], axes=(1, 0)).transpose(0, 3, 1, 2)
        height, width = self.x_shape[2:]
        dx = d_padded[:, :, pad : pad + height, pad : pad + width]
        # =========================================
        return dx

    # Given: do not change.
    def update(self, learning_rate):
        self.w = self.w - learning_rate * self.dw
        self.b = self.b - learning_rate * self.db

    def summary(self):
        filters, channels, k, _ = self.w.shape
        return f"ConvolutionLayer: {channels} -> {filters} channels, {k} x {k}, stride {self.stride}, pad {self.pad}"


class MaxPoolingLayer:
    """Of each window of an image, the greatest number."""

    # Given: do not change.
    def __init__(self, kernel_size, stride=2):
        self.kernel_size = kernel_size
        self.stride = stride

    def forward(self, x):
        """x is (N, C, H, W); (N, C, H', W') comes out, with H' = (H - k) / stride + 1."""
        out = None
        # =============== EDIT HERE ===============
        k, s = self.kernel_size, self.stride
        down, right = (places(size, k, s) for size in x.shape[2:])
        self.x_shape = x.shape
        windows = np.stack([x[:, :, i : i + s * down : s, j : j + s * right : s] for i in range(k) for j in range(k)])
        self.first = np.argmax(windows, axis=0)  # the first of several that are equal, row by row
        out = np.max(windows, axis=0)
        # =========================================
        return out

    def backward(self, d_prev, reg_lambda=0):
        """The derivative of the loss with respect to x, in x's shape; where windows overlap, derivatives add up."""
        dx = None
        # =============== EDIT HERE ===============
        k, s = self.kernel_size, self.stride
        d_prev = d_prev.reshape(self.first.shape)
        down, right = self.first.shape[2:]
        dx = np.zeros(self.x_shape, dtype=d_prev.dtype)
        for i in range(k):
            for j in range(k):
                greatest = self.first == k * i + j
                dx[:, :, i : i + s * down : s, j : j + s * right : s] += np.where(greatest, d_prev, 0)
        # =========================================
        return dx

    # Given: do not change.
    def update(self, learning_rate):
        pass

    def summary(self):
        return f"MaxPoolingLayer: {self.kernel_size} x {self.kernel_size}, stride {self.stride}"


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


# Given: do not change.
class FCLayer:
    """x W + b: a fully connected layer from input_dim = D to output_dim = H features."""

    def __init__(self, input_dim, output_dim):
        self.W = np.random.randn(input_dim, output_dim) / np.sqrt(input_dim / 2)
        self.b = np.zeros(output_dim)

    def forward(self, x):
        """x is (N, D), or (N, ...) with D numbers for each sample; (N, H) comes out.

        Keep x as self.x, flattened to (N, D).
        """
        self.x_shape = x.shape
        self.x = x.reshape(x.shape[0], -1)
        return self.x @ self.W + self.b

    def backward(self, d_prev, reg_lambda=0):
        """d_prev is (N, H); the derivative of the loss with respect to x comes out.

        Keep self.dW (D, H), with what the L2 term adds to it, and self.db (H,).
        """
        self.db = np.sum(d_prev, axis=0)
        self.dW = self.x.T @ d_prev + reg_lambda * self.W
        return (d_prev @ self.W.T).reshape(self.x_shape)

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
        self.y_hat = softmax(x)
        return self.y_hat

    def ce_loss(self, y_hat, y):
        """The cross-entropy, a mean over the batch. y is one-hot, (N, C). Keep both as self.y_hat and self.y.

        Add 1e-10 to a probability before you take its logarithm.
        """
        self.y_hat = y_hat
        self.y = y
        return -np.sum(y * np.log(y_hat + 1e-10)) / y_hat.shape[0]

    def backward(self, d_prev=1, reg_lambda=0):
        """The derivative of the cross-entropy with respect to the scores, (N, C)."""
        return d_prev * (self.y_hat - self.y) / self.y_hat.shape[0]

    def update(self, learning_rate):
        pass

    def summary(self):
        return "Softmax"


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
        layers = self.layers.values()
        weights = [getattr(layer, name) for layer in layers for name in ("W", "w") if hasattr(layer, name)]
        self.loss = cross_entropy + reg_lambda / 2 * sum(np.sum(W * W) for W in weights)
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
