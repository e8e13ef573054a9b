"""The zeros are put below and to the right only."""

import numpy as np


def zero_pad(x, pad):
    N, C, H, W = x.shape
    padded = np.zeros((N, C, H + 2 * pad, W + 2 * pad))
    padded[:, :, :H, :W] = x
    return padded


class ConvolutionLayer:
    def __init__(self, in_channels, out_channels, kernel_size, stride=1, pad=0):
        self.w = np.random.randn(out_channels, in_channels, kernel_size, kernel_size)
        self.b = np.zeros(out_channels)
        self.dw = None
        self.db = None
        self.in_channels = in_channels
        self.out_channels = out_channels
        self.kernel_size = kernel_size
        self.stride = stride
        self.pad = pad

    def forward(self, x):
        N, C, H, W = x.shape
        k, s, p = self.kernel_size, self.stride, self.pad
        if C != self.in_channels:
            raise ValueError("the input has %d channels, not %d" % (C, self.in_channels))
        if H + 2 * p < k or W + 2 * p < k:
            raise ValueError("the kernel is larger than its input")
        if (H + 2 * p - k) % s or (W + 2 * p - k) % s:
            raise ValueError("the stride does not fit the input")
        self.x = x
        x_pad = zero_pad(x, p)
        H_out = (H + 2 * p - k) // s + 1
        W_out = (W + 2 * p - k) // s + 1
        out = np.zeros((N, self.out_channels, H_out, W_out))
        for i in range(H_out):
            for j in range(W_out):
                window = x_pad[:, :, i * s : i * s + k, j * s : j * s + k]
                out[:, :, i, j] = np.tensordot(window, self.w, axes=([1, 2, 3], [1, 2, 3])) + self.b
        return out

    def backward(self, d_prev, reg_lambda):
        N, C, H, W = self.x.shape
        k, s, p = self.kernel_size, self.stride, self.pad
        H_out = (H + 2 * p - k) // s + 1
        W_out = (W + 2 * p - k) // s + 1
        d_prev = d_prev.reshape(N, self.out_channels, H_out, W_out)
        x_pad = zero_pad(self.x, p)
        dx_pad = np.zeros(x_pad.shape)
        dw = np.zeros(self.w.shape)
        for i in range(H_out):
            for j in range(W_out):
                window = x_pad[:, :, i * s : i * s + k, j * s : j * s + k]
                d = d_prev[:, :, i, j]
                dw += np.tensordot(d, window, axes=([0], [0]))
                dx_pad[:, :, i * s : i * s + k, j * s : j * s + k] += np.tensordot(d, self.w, axes=([1], [0]))
        self.dw = dw + reg_lambda * self.w
        self.db = d_prev.sum(axis=(0, 2, 3))
        return dx_pad[:, :, p : p + H, p : p + W]

    def update(self, learning_rate):
        self.w = self.w - learning_rate * self.dw
        self.b = self.b - learning_rate * self.db

    def summary(self):
        return "Convolution %d -> %d, kernel %d, stride %d, pad %d" % (
            self.in_channels,
            self.out_channels,
            self.kernel_size,
            self.stride,
            self.pad,
        )


class MaxPoolingLayer:
    def __init__(self, kernel_size, stride=2):
        self.kernel_size = kernel_size
        self.stride = stride

    def forward(self, x):
        N, C, H, W = x.shape
        k, s = self.kernel_size, self.stride
        if H < k or W < k:
            raise ValueError("the kernel is larger than its input")
        if (H - k) % s or (W - k) % s:
            raise ValueError("the stride does not fit the input")
        self.x = x
        H_out = (H - k) // s + 1
        W_out = (W - k) // s + 1
        out = np.zeros((N, C, H_out, W_out))
        for i in range(H_out):
            for j in range(W_out):
                out[:, :, i, j] = x[:, :, i * s : i * s + k, j * s : j * s + k].max(axis=(2, 3))
        return out

    def backward(self, d_prev, reg_lambda=0):
        x = self.x
        N, C, H, W = x.shape
        k, s = self.kernel_size, self.stride
        H_out = (H - k) // s + 1
        W_out = (W - k) // s + 1
        d_prev = d_prev.reshape(N, C, H_out, W_out)
        dx = np.zeros(x.shape)
        for n in range(N):
            for c in range(C):
                for i in range(H_out):
                    for j in range(W_out):
                        window = x[n, c, i * s : i * s + k, j * s : j * s + k]
                        a, b = np.unravel_index(np.argmax(window), (k, k))
                        dx[n, c, i * s + a, j * s + b] += d_prev[n, c, i, j]
        return dx

    def update(self, learning_rate):
        pass

    def summary(self):
        return "Max pooling, kernel %d, stride %d" % (self.kernel_size, self.stride)


class ReLU:
    def __init__(self):
        self.zero_mask = None

    def forward(self, z):
        self.zero_mask = z <= 0
        out = z.copy()
        out[self.zero_mask] = 0
        return out

    def backward(self, d_prev, reg_lambda):
        dz = d_prev.reshape(self.zero_mask.shape).copy()
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
        e = np.exp(-np.abs(z))
        self.out = np.where(z >= 0, 1 / (1 + e), e / (1 + e))
        return self.out

    def backward(self, d_prev, reg_lambda):
        d_prev = d_prev.reshape(self.out.shape)
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
        self.out = np.sign(z) * (2 / (1 + e) - 1)
        return self.out

    def backward(self, d_prev, reg_lambda):
        d_prev = d_prev.reshape(self.out.shape)
        return d_prev * (1 - self.out) * (1 + self.out)

    def update(self, learning_rate):
        pass

    def summary(self):
        return "Tanh"


class FCLayer:
    def __init__(self, input_dim, output_dim):
        self.W = np.random.randn(input_dim, output_dim) / np.sqrt(input_dim / 2)
        self.b = np.zeros(output_dim)

    def forward(self, x):
        self.x = x.reshape(x.shape[0], -1)
        return np.dot(self.x, self.W) + self.b

    def backward(self, d_prev, reg_lambda):
        self.dW = np.dot(self.x.T, d_prev) + reg_lambda * self.W
        self.db = np.sum(d_prev, axis=0)
        return np.dot(d_prev, self.W.T)

    def update(self, learning_rate):
        self.W = self.W - learning_rate * self.dW
        self.b = self.b - learning_rate * self.db

    def summary(self):
        return "FC %d -> %d" % self.W.shape


class SoftmaxLayer:
    def __init__(self):
        self.y_hat = None
        self.y = None

    def forward(self, x):
        e = np.exp(x - x.max(axis=1, keepdims=True))
        self.y_hat = e / e.sum(axis=1, keepdims=True)
        return self.y_hat

    def ce_loss(self, y_hat, y):
        self.y_hat = y_hat
        self.y = y
        return -np.sum(y * np.log(y_hat + 1e-10)) / y.shape[0]

    def backward(self, d_prev=1, reg_lambda=0):
        return d_prev * (self.y_hat - self.y) / self.y.shape[0]

    def update(self, learning_rate):
        pass

    def summary(self):
        return "Softmax"
