"""from numpy import *, two spaces, one-liners; aliases make the classes' own names differ from the contract's."""

from numpy import *
from numpy.random import randn

class L:
  def update(self, learning_rate): pass
  def summary(self): return self.__class__.__name__

class R(L):
  def forward(self, z): self.zero_mask = z <= 0; return where(self.zero_mask, 0, z)
  def backward(self, d_prev, reg_lambda): return where(self.zero_mask, 0, d_prev)

class S(L):
  def forward(self, z): e = exp(-absolute(z)); self.out = where(z >= 0, 1, e) / (1 + e); return self.out
  def backward(self, d_prev, reg_lambda): return d_prev * self.out * (1 - self.out)

class T(S):
  def forward(self, z): self.out = 2 * S().forward(2 * z) - 1; return self.out
  def backward(self, d_prev, reg_lambda): return d_prev * (1 + self.out) * (1 - self.out)

class FC(L):
  def __init__(self, input_dim, output_dim):
    self.W, self.b = randn(input_dim, output_dim) / sqrt(input_dim / 2), zeros(output_dim)
  def forward(self, x):
    self.x = x.reshape(len(x), -1); return self.x @ self.W + self.b
  def backward(self, d_prev, reg_lambda):
    self.dW, self.db = self.x.T @ d_prev + reg_lambda * self.W, d_prev.sum(0); return d_prev @ self.W.T
  def update(self, learning_rate):
    self.W -= learning_rate * self.dW; self.b -= learning_rate * self.db

class SM(L):
  def forward(self, x):
    e = exp(x - x.max(1, keepdims=True)); self.y_hat = e / e.sum(1, keepdims=True); return self.y_hat
  def ce_loss(self, y_hat, y):
    self.y_hat, self.y = y_hat, y; return -sum(y * log(y_hat + 1e-10)) / len(y)
  def backward(self, d_prev=1, reg_lambda=0): return (self.y_hat - self.y) / len(self.y)

class N:
  def forward(self, weights, reg_lambda): return reg_lambda / 2 * sum([sum(W * W) for W in weights])
  def backward(self, W, reg_lambda): return reg_lambda * W

class M:
  def __init__(self): self.layers, self.softmax_layer, self.loss = {}, None, None
  def add_layer(self, name, layer):
    if not isinstance(layer, SM): self.layers[name] = layer; return
    if self.softmax_layer: raise ValueError(name)
    self.softmax_layer = layer
  def predict(self, x):
    for l in self.layers.values(): x = l.forward(x)
    return self.softmax_layer.forward(x)
  def forward(self, x, y, reg_lambda):
    self.loss = self.softmax_layer.ce_loss(self.predict(x), y) + \
      N().forward([l.W for l in self.layers.values() if isinstance(l, FC)], reg_lambda)
    return self.loss
  def backward(self, reg_lambda):
    d = self.softmax_layer.backward()
    for l in list(self.layers.values())[::-1]: d = l.backward(d, reg_lambda)
  def update(self, learning_rate):
    for l in self.layers.values(): l.update(learning_rate)
  def summary(self): print(list(self.layers))

ReLU, Sigmoid, Tanh, FCLayer, SoftmaxLayer, Norm, ClassifierModel = R, S, T, FC, SM, N, M
