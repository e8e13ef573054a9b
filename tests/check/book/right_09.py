import numpy as np


def descended(w, a, learning_rate, steps):
    for _ in range(steps):
        w = w - learning_rate * a * w
    return 1.0 * w


def momentum_step(w, v, g, learning_rate, momentum):
    velocity = momentum * v + learning_rate * g
    return w - velocity


def rmsprop_step(w, G, g, learning_rate, gamma, epsilon):
    mean_square = gamma * G + (1 - gamma) * g**2
    return w - learning_rate / np.sqrt(mean_square + epsilon) * g


def adam_step(w, m, v, g, learning_rate, beta_1, beta_2, epsilon, t):
    m_hat = (beta_1 * m + (1 - beta_1) * g) / (1 - beta_1**t)
    v_hat = (beta_2 * v + (1 - beta_2) * g**2) / (1 - beta_2**t)
    return w - learning_rate * m_hat / (np.sqrt(v_hat) + epsilon)
