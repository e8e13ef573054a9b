import numpy as np


def product_backward(x, y, d_prev):
    return d_prev * y


def log_square_backward(x, d_prev):
    u = 1 + x**2
    return d_prev / u * 2 * x


def two_paths_backward(x, d_prev):
    v = np.exp(x)
    d_x = d_prev * v
    d_v = d_prev * x
    return d_x + d_v * v


def times_jacobian(d_prev, J):
    return J.T @ d_prev


def unit_gradient(x, w, b, y):
    z = x @ w + b
    d_h = 2 * (np.maximum(z, 0) - y) / len(x)
    d_z = np.where(z > 0, d_h, 0)
    return x.T @ d_z
