import numpy as np


def log_softmax(x):
    shifted = x - x.max(axis=1, keepdims=True)
    return shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))


def loss_of_scores(x, labels):
    rows = np.arange(len(x))
    return -log_softmax(x)[rows, labels].mean()


def softmax_jacobian(y_hat):
    return np.diag(y_hat) - np.outer(y_hat, y_hat)


def weighted_gradient(x, y, w):
    share = w / w.sum()
    return share[:, None] * (np.exp(log_softmax(x)) - y)
