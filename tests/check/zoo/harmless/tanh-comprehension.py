"""Tanh by list comprehensions over the rows and columns of a matrix, with a helper for one number."""
import math


def one(value):
    # e^-2z overflows below -355, where tanh is -1 to the last bit
    return -1.0 if value < -300 else 2 / (1 + math.exp(-2 * value)) - 1


class Tanh:
    def forward(self, z):
        self.out = np.array([[one(value) for value in row] for row in z])
        return self.out

    def backward(self, d_prev, reg_lambda):
        return np.array([[d * (1 - o * o) for d, o in zip(ds, os)] for ds, os in zip(d_prev, self.out)])
