import numpy as np


def normalised(x, epsilon):
    deviation = np.sqrt(x.var(axis=0) + epsilon)
    return (x - x.mean(axis=0)) / deviation, deviation


def batch_norm(x, gamma, beta, epsilon):
    x_hat, _ = normalised(x, epsilon)
    return gamma * x_hat + beta


def running_variance(running, x, momentum):
    return momentum * running + (1 - momentum) * x.var(axis=0, ddof=1)


def batch_norm_gradient(x, gamma, d_prev, epsilon):
    x_hat, deviation = normalised(x, epsilon)
    rest = d_prev - d_prev.mean(axis=0) - x_hat * (d_prev * x_hat).mean(axis=0)
    return gamma / deviation * rest


def dropout(x, u, rate):
    return np.where(u >= rate, x / (1 - rate), 0)


def dropout_gradient(d_prev, u, rate):
    return np.where(u >= rate, d_prev / (1 - rate), 0)
