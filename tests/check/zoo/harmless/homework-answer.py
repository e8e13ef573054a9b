"""The homework's own full-mark answer: in-place ReLU both ways, naive sigmoid and tanh, the given model's spectral norm."""
import numpy as np
from collections import OrderedDict


def softmax(x):
    """
    Softmax of each row of x. Given, do not change.
    """
    x = x - np.max(x, axis=1, keepdims=True)
    exp_x = np.exp(x)
    return exp_x / np.sum(exp_x, axis=1, keepdims=True)


class ReLU:
    """
    ReLU Function. ReLU(x) = max(0, x)
    """
    def __init__(self):
        # 1 (True) if ReLU input <= 0
        self.zero_mask = None

    def forward(self, z):
        """
        ReLU Forward.

        z --> (ReLU) --> out

        [Inputs]
            z : ReLU input in any shape.

        [Outputs]
            out : ReLU applied elementwise.
        """
        # ===== EDIT HERE =====
        self.zero_mask = (z <= 0)
        out = z
        out[self.zero_mask] = 0
        # ===== EDIT HERE =====
        return out

    def backward(self, d_prev, reg_lambda):
        """
        ReLU Backward.

        dz <-- (dReLU) <-- d_prev(dL/dout)
        """
        # ===== EDIT HERE =====
        dz = d_prev
        dz[self.zero_mask] = 0
        # ===== EDIT HERE =====
        return dz

    def update(self, learning_rate):
        # NOT USED IN ReLU
        pass

    def summary(self):
        return 'ReLU Activation'


class Sigmoid:
    """
    Sigmoid Function.
    """
    def __init__(self):
        self.out = None

    def forward(self, z):
        # ===== EDIT HERE =====
        self.out = 1 / (1 + np.exp(-z))
        # ===== EDIT HERE =====
        return self.out

    def backward(self, d_prev, reg_lambda):
        # ===== EDIT HERE =====
        dz = d_prev * self.out * (1 - self.out)
        # ===== EDIT HERE =====
        return dz

    def update(self, learning_rate):
        # NOT USED IN Sigmoid
        pass

    def summary(self):
        return 'Sigmoid Activation'


class Tanh:
    """
    Hyperbolic Tangent Function (Tanh). Do NOT use np.tanh.
    """
    def __init__(self):
        self.out = None

    def forward(self, z):
        # ===== EDIT HERE =====
        self.out = 2 / (1 + np.exp(-2 * z)) - 1
        # ===== EDIT HERE =====
        return self.out

    def backward(self, d_prev, reg_lambda):
        # ===== EDIT HERE =====
        dz = d_prev * (1 - self.out) * (1 + self.out)
        # ===== EDIT HERE =====
        return dz

    def update(self, learning_rate):
        # NOT USED IN Tanh
        pass

    def summary(self):
        return 'Tanh Activation'


class FCLayer:
    def __init__(self, input_dim, output_dim):
        # ===== DO NOT CHANGE =====
        # Weight Initialization
        self.W = np.random.randn(input_dim, output_dim) / np.sqrt(input_dim / 2)
        self.b = np.zeros(output_dim)
        # ===== DO NOT CHANGE =====

    def forward(self, x):
        """
        FC Layer Forward.

        [Inputs]
            x : (N, D), or (N, C, H, W), which is flattened

        [Outputs]
            self.out : (N, H)
        """
        if len(x.shape) > 2:
            x = x.reshape(x.shape[0], -1)
        self.x = x
        # ===== EDIT HERE =====
        self.out = np.dot(self.x, self.W) + self.b
        # ===== EDIT HERE =====
        return self.out

    def backward(self, d_prev, reg_lambda):
        """
        FC Layer Backward. Calculates dW and db, and returns dx.
        """
        self.dW = np.zeros_like(self.W, dtype=np.float64)
        self.db = np.zeros_like(self.b, dtype=np.float64)
        # ===== EDIT HERE =====
        dx = np.dot(d_prev, self.W.T)
        self.dW = np.dot(self.x.T, d_prev) + reg_lambda * self.W
        self.db = np.sum(d_prev, axis=0)
        # ===== EDIT HERE =====
        return dx

    def update(self, learning_rate):
        # ===== DO NOT CHANGE =====
        self.W -= self.dW * learning_rate
        self.b -= self.db * learning_rate
        # ===== DO NOT CHANGE =====

    def summary(self):
        return 'Input -> Hidden : %d -> %d ' % (self.W.shape[0], self.W.shape[1])


class SoftmaxLayer:
    def __init__(self):
        self.loss = None
        self.y_hat = None
        self.y = None

    def forward(self, x):
        # ===== EDIT HERE =====
        self.y_hat = softmax(x)
        # ===== EDIT HERE =====
        return self.y_hat

    def backward(self, d_prev=1, reg_lambda=0):
        batch_size = self.y.shape[0]
        # ===== EDIT HERE =====
        dx = (self.y_hat - self.y) / batch_size
        # ===== EDIT HERE =====
        return dx

    def ce_loss(self, y_hat, y):
        self.loss = None
        eps = 1e-10
        self.y_hat = y_hat
        self.y = y
        # ===== EDIT HERE =====
        self.loss = -np.sum(y * np.log(y_hat + eps)) / y.shape[0]
        # ===== EDIT HERE =====
        return self.loss

    def update(self, learning_rate):
        # Not used in Softmax
        pass

    def summary(self):
        return 'Softmax layer'


class ClassifierModel:
    # ===== DO NOT CHANGE =====
    def __init__(self):
        self.layers = OrderedDict()
        self.softmax_layer = None
        self.loss = None
        self.pred = None

    def predict(self, x):
        for name, layer in self.layers.items():
            x = layer.forward(x)
        x = self.softmax_layer.forward(x)
        return x

    def add_layer(self, name, layer):
        if isinstance(layer, SoftmaxLayer):
            if self.softmax_layer is None:
                self.softmax_layer = layer
            else:
                raise ValueError('Softmax Layer already exists!')
        else:
            self.layers[name] = layer

    def forward(self, x, y, reg_lambda):
        reg_loss = 0.0
        for name, layer in self.layers.items():
            if isinstance(layer, FCLayer):
                reg_loss += (reg_lambda / 2) * np.linalg.norm(layer.W, 2) ** 2
            x = layer.forward(x)
        y_hat = self.softmax_layer.forward(x)
        self.loss = self.softmax_layer.ce_loss(y_hat, y) + reg_loss
        return self.loss

    def backward(self, reg_lambda):
        d_prev = self.softmax_layer.backward()
        for name, layer in list(self.layers.items())[::-1]:
            d_prev = layer.backward(d_prev, reg_lambda)

    def update(self, learning_rate):
        for name, layer in self.layers.items():
            layer.update(learning_rate)

    def summary(self):
        print('======= Model Summary =======')
        for name, layer in self.layers.items():
            print('[%s] ' % name + layer.summary())
        print('[Softmax Layer] ' + self.softmax_layer.summary())
        print()
    # ===== DO NOT CHANGE =====
