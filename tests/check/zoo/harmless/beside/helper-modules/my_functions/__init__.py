from .activation import sigmoid, tanh
from .loss import cross_entropy, softmax
