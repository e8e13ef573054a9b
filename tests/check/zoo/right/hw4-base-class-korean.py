"""A whole solution with a base class, type hints and Korean comments; im2col as a helper for convolution and pooling."""

from __future__ import annotations

import numpy as np


def zero_pad(x: np.ndarray, pad: int) -> np.ndarray:
    """상하좌우에 0을 채운다"""
    return np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad)))


def im2col(x: np.ndarray, k: int, s: int) -> np.ndarray:
    """(N, C, H, W) -> (N, C, k*k, H', W')"""
    h, w = out_size(x.shape[2], k, s), out_size(x.shape[3], k, s)
    col = np.empty(x.shape[:2] + (k * k, h, w), dtype=x.dtype)
    for a in range(k):
        for b in range(k):
            col[:, :, a * k + b] = x[:, :, a:a + s * h:s, b:b + s * w:s]
    return col


def col2im(col: np.ndarray, shape: tuple, k: int, s: int) -> np.ndarray:
    """im2col의 전치: 겹치는 부분은 더한다"""
    h, w = col.shape[3:]
    x = np.zeros(shape)
    for a in range(k):
        for b in range(k):
            x[:, :, a:a + s * h:s, b:b + s * w:s] += col[:, :, a * k + b]
    return x


def out_size(size: int, k: int, s: int) -> int:
    if size < k or (size - k) % s != 0:
        raise ValueError("입력 크기가 맞지 않습니다")
    return (size - k) // s + 1


class Layer:
    """모든 층의 부모 클래스"""

    def forward(self, x: np.ndarray) -> np.ndarray:
        raise NotImplementedError

    def backward(self, d_prev: np.ndarray, reg_lambda: float = 0) -> np.ndarray:
        raise NotImplementedError

    def update(self, learning_rate: float) -> None:
        return None

    def summary(self) -> str:
        return self.__class__.__name__


class ConvolutionLayer(Layer):
    def __init__(self, in_channels: int, out_channels: int, kernel_size: int, stride: int = 1, pad: int = 0) -> None:
        self.w = np.random.randn(out_channels, in_channels, kernel_size, kernel_size)
        self.b = np.zeros(out_channels)
        self.k, self.s, self.p = kernel_size, stride, pad
        self.dw = np.zeros_like(self.w)
        self.db = np.zeros_like(self.b)

    def forward(self, x: np.ndarray) -> np.ndarray:
        # 채널 수 확인
        if x.shape[1] != self.w.shape[1]:
            raise ValueError("채널 수가 다릅니다")
        padded = zero_pad(x, self.p)
        self.padded_shape = padded.shape
        self.col = im2col(padded, self.k, self.s)
        self.w_flat = self.w.reshape(self.w.shape[0], self.w.shape[1], -1)
        return np.einsum("ncqhw,fcq->nfhw", self.col, self.w_flat) + self.b[:, None, None]

    def backward(self, d_prev: np.ndarray, reg_lambda: float = 0) -> np.ndarray:
        n, h, w = len(self.col), *self.col.shape[3:]
        d_prev = d_prev.reshape(n, -1, h, w)  # 평평한 기울기도 받는다
        dw = np.einsum("nfhw,ncqhw->fcq", d_prev, self.col).reshape(self.w.shape)
        self.dw = dw + reg_lambda * self.w  # 정규화 항은 한 번만
        self.db = d_prev.sum(axis=(0, 2, 3))
        dcol = np.einsum("nfhw,fcq->ncqhw", d_prev, self.w_flat)
        dx = col2im(dcol, self.padded_shape, self.k, self.s)
        return dx if self.p == 0 else dx[:, :, self.p:-self.p, self.p:-self.p]

    def update(self, learning_rate: float) -> None:
        self.w = self.w - learning_rate * self.dw
        self.b = self.b - learning_rate * self.db


class MaxPoolingLayer(Layer):
    def __init__(self, kernel_size: int, stride: int = 2) -> None:
        self.k, self.s = kernel_size, stride

    def forward(self, x: np.ndarray) -> np.ndarray:
        self.x_shape = x.shape
        col = im2col(x, self.k, self.s)
        # 최댓값이 여러 개면 첫 번째
        self.first = np.argmax(col, axis=2)[:, :, None]
        return np.take_along_axis(col, self.first, axis=2)[:, :, 0]

    def backward(self, d_prev: np.ndarray, reg_lambda: float = 0) -> np.ndarray:
        n, c, _, h, w = self.first.shape
        dcol = np.zeros((n, c, self.k ** 2, h, w))
        np.put_along_axis(dcol, self.first, d_prev.reshape(n, c, 1, h, w), axis=2)
        return col2im(dcol, self.x_shape, self.k, self.s)


class Activation(Layer):
    """활성화 함수: 도함수는 출력으로 계산한다"""

    def slope(self) -> np.ndarray:
        raise NotImplementedError

    def backward(self, d_prev: np.ndarray, reg_lambda: float = 0) -> np.ndarray:
        slope = self.slope()
        return d_prev.reshape(slope.shape) * slope


class ReLU(Activation):
    def forward(self, z: np.ndarray) -> np.ndarray:
        self.zero_mask = z <= 0
        return np.maximum(z, 0)

    def slope(self) -> np.ndarray:
        return 1.0 - self.zero_mask


class Sigmoid(Activation):
    def forward(self, z: np.ndarray) -> np.ndarray:
        z = np.clip(z, -700, 700)  # 오버플로 방지
        self.out = 1 / (1 + np.exp(-z))
        return self.out

    def slope(self) -> np.ndarray:
        return self.out * (1 - self.out)


class Tanh(Activation):
    def forward(self, z: np.ndarray) -> np.ndarray:
        z = np.clip(z, -300, 300)
        self.out = 2 / (1 + np.exp(-2 * z)) - 1
        return self.out

    def slope(self) -> np.ndarray:
        return (1 - self.out) * (1 + self.out)


class FCLayer(Layer):
    def __init__(self, input_dim: int, output_dim: int) -> None:
        self.W = np.random.randn(input_dim, output_dim) / np.sqrt(input_dim / 2)
        self.b = np.zeros(output_dim)

    def forward(self, x: np.ndarray) -> np.ndarray:
        self.x = x.reshape(len(x), -1)
        return self.x @ self.W + self.b

    def backward(self, d_prev: np.ndarray, reg_lambda: float = 0) -> np.ndarray:
        self.dW = self.x.T @ d_prev + reg_lambda * self.W
        self.db = d_prev.sum(axis=0)
        return d_prev @ self.W.T

    def update(self, learning_rate: float) -> None:
        self.W = self.W - learning_rate * self.dW
        self.b = self.b - learning_rate * self.db


class SoftmaxLayer(Layer):
    def forward(self, x: np.ndarray) -> np.ndarray:
        shifted = np.exp(x - np.max(x, axis=1, keepdims=True))
        self.y_hat = shifted / np.sum(shifted, axis=1, keepdims=True)
        return self.y_hat

    def ce_loss(self, y_hat: np.ndarray, y: np.ndarray) -> float:
        self.y_hat, self.y = y_hat, y
        return float(-np.mean(np.sum(y * np.log(y_hat + 1e-10), axis=1)))

    def backward(self, d_prev: float = 1, reg_lambda: float = 0) -> np.ndarray:
        return d_prev * (self.y_hat - self.y) / len(self.y)
