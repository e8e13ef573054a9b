"""`from numpy import *` hides builtins such as sum, max and abs; the file never says np."""
from numpy import *
from numpy.random import randn


class ReLU:
    def forward(self, z):
        self.zero_mask = z <= 0
        return maximum(z, 0)

    def backward(self, d_prev, reg_lambda):
        return where(self.zero_mask, 0, d_prev)

    def update(self, learning_rate): pass
    def summary(self): return "ReLU"


class Sigmoid:
    def forward(self, z):
        self.out = 1/(1+exp(-z))
        return self.out

    def backward(self, d_prev, reg_lambda):
        return d_prev*self.out*(1-self.out)

    def update(self, learning_rate): pass
    def summary(self): return "Sigmoid"


class Tanh:
    def forward(self, z):
        self.out = 2/(1+exp(-2*z))-1
        return self.out

    def backward(self, d_prev, reg_lambda):
        return d_prev*(1-self.out)*(1+self.out)

    def update(self, learning_rate): pass
    def summary(self): return "Tanh"


class FCLayer:
    def __init__(self, input_dim, output_dim):
        self.W = randn(input_dim, output_dim)/sqrt(input_dim/2)
        self.b = zeros(output_dim)

    def forward(self, x):
        self.x = reshape(x, (x.shape[0], -1))
        return dot(self.x, self.W)+self.b

    def backward(self, d_prev, reg_lambda):
        self.dW = dot(transpose(self.x), d_prev)+reg_lambda*self.W
        self.db = sum(d_prev, 0)
        return dot(d_prev, transpose(self.W))

    def update(self, learning_rate):
        self.W -= learning_rate*self.dW
        self.b -= learning_rate*self.db

    def summary(self): return "FC"


class SoftmaxLayer:
    def forward(self, x):
        e = exp(x-max(x, 1, keepdims=True))
        self.y_hat = e/sum(e, 1, keepdims=True)
        return self.y_hat

    def ce_loss(self, y_hat, y):
        self.y_hat, self.y = y_hat, y
        return -sum(y*log(y_hat+1e-10))/len(y)

    def backward(self, d_prev=1, reg_lambda=0):
        return (self.y_hat-self.y)/len(self.y)

    def update(self, learning_rate): pass
    def summary(self): return "Softmax"
