import numpy as np


def l2_term(W, V, reg_lambda):
    return 0.5 * reg_lambda * (np.sum(W**2) + np.sum(V**2))


def regularised_gradient(x, d_prev, W, reg_lambda):
    return x.T @ d_prev + reg_lambda * W


def decay_step(W, dW, learning_rate, reg_lambda):
    return (1 - learning_rate * reg_lambda) * W - learning_rate * dW


def what_is_left(W, learning_rate, reg_lambda, steps):
    return W * (1 - learning_rate * reg_lambda) ** steps
