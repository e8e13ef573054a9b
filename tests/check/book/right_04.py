import numpy as np


def weight_gradient(x, d_prev):
    return x.T @ d_prev


def bias_gradient(d_prev):
    return d_prev.sum(axis=0)


def input_gradient(W, d_prev):
    return d_prev @ W.T


def flattened_gradient(x, W, d_prev):
    return input_gradient(W, d_prev).reshape(x.shape)


def first_layer_gradient(x, W1, b1, W2, d_prev):
    z = x @ W1 + b1
    d_z = np.where(z > 0, input_gradient(W2, d_prev), 0)
    return weight_gradient(x, d_z)
