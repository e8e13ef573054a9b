"""dW and db are set to zero only in the constructor and then accumulated (`self.dW += ...`) at each backward; the
gradients of all earlier batches stay in the sum."""

import numpy as np

class FCLayer:
    def __init__(self, input_dim, output_dim):
        self.W = np.random.randn(input_dim, output_dim) / np.sqrt(input_dim / 2)
        self.b = np.zeros(output_dim)
        self.x = None
        self.dW = np.zeros((input_dim, output_dim))
        self.db = np.zeros(output_dim)

    def backward(self, d_prev, reg_lambda):
        for x_i, d_i in zip(self.x, d_prev):
            self.dW += x_i[:, None] * d_i[None, :]
            self.db += d_i
        self.dW += reg_lambda * self.W
        return (self.W @ d_prev.T).T
