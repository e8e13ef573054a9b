import numpy as np


def mean_loss(y_hat, labels):
    p = y_hat[np.arange(len(labels)), labels]
    return -np.mean(np.log(p + 1e-10))


def line_gradient(x, y, w):
    error = x @ w - y
    return 2 / len(y) * (x.T @ error)


def loss_change(gradient, step):
    return np.sum(gradient * step)


def one_step(w, gradient, learning_rate):
    return w - learning_rate * gradient
