"""The L2 gradient is also put on the bias (`+ reg_lambda * self.b` in db), the L2 term has only W."""

import numpy as np


class FCLayer:
    def backward(self, d_prev, reg_lambda):
        grads = {'W': self.x.T @ d_prev, 'b': np.sum(d_prev, axis=0)}
        params = {'W': self.W, 'b': self.b}
        for key in grads:
            grads[key] = grads[key] + reg_lambda * params[key]
        self.dW, self.db = grads['W'], grads['b']
        return d_prev @ self.W.T
