"""Softmax and sigmoid come from scipy.special."""
from scipy.special import expit, softmax


class Sigmoid:
    def forward(self, z):
        self.out = expit(z)
        return self.out


class SoftmaxLayer:
    def forward(self, x):
        self.y_hat = softmax(x, axis=1)
        return self.y_hat
