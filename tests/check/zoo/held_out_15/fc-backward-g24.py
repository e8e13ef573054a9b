"""The bias is regularised as well: reg_lambda * b is added to db (visible as soon as b is not zero)."""

import numpy as np

class FCLayer:
    def backward(self, d_prev, reg_lambda):
        grads = {}
        grads['W'] = np.matmul(self.x.transpose(), d_prev)
        grads['b'] = np.sum(d_prev, axis=0)
        for name in ('W', 'b'):
            # L2 term of every parameter
            grads[name] = grads[name] + reg_lambda * getattr(self, name)
        self.dW, self.db = grads['W'], grads['b']
        return np.matmul(d_prev, self.W.transpose())
