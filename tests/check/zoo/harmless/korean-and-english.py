"""Korean and English names mixed: attributes, local variables, parameters, a helper function."""
import numpy as np


def 지수(z):
    return np.exp(z)


class ReLU:
    def forward(self, 입력):
        self.양수 = 입력 > 0
        출력 = np.zeros_like(입력)
        출력[self.양수] = 입력[self.양수]
        return 출력

    def backward(self, d_prev, reg_lambda):
        기울기 = np.zeros_like(d_prev)
        기울기[self.양수] = d_prev[self.양수]
        return 기울기

    def update(self, 학습률):
        pass

    def summary(self):
        return "렐루"


class Sigmoid:
    def forward(self, 입력):
        self.출력값 = 1 / (1 + 지수(-입력))
        return self.출력값

    def backward(self, d_prev, reg_lambda):
        return d_prev * self.출력값 * (1 - self.출력값)

    def update(self, 학습률):
        pass

    def summary(self):
        return "시그모이드"


class Tanh:
    def forward(self, 입력):
        self.out = 2 / (1 + 지수(-2 * 입력)) - 1
        return self.out

    def backward(self, d_prev, reg_lambda):
        return d_prev * (1 - self.out) * (1 + self.out)

    def update(self, 학습률):
        pass

    def summary(self):
        return "쌍곡탄젠트"


class FCLayer:
    def __init__(self, 입력차원, 출력차원):
        self.W = np.random.randn(입력차원, 출력차원) / np.sqrt(입력차원 / 2)
        self.b = np.zeros(출력차원)

    def forward(self, x):
        배치크기 = x.shape[0]
        self.입력 = x.reshape(배치크기, -1)
        return self.입력 @ self.W + self.b

    def backward(self, d_prev, reg_lambda):
        self.dW = self.입력.T @ d_prev + reg_lambda * self.W
        self.db = d_prev.sum(axis=0)
        return d_prev @ self.W.T

    def update(self, 학습률):
        self.W -= 학습률 * self.dW
        self.b -= 학습률 * self.db

    def summary(self):
        return "완전연결층"


class SoftmaxLayer:
    def forward(self, x):
        e = 지수(x - x.max(axis=1, keepdims=True))
        self.y_hat = e / e.sum(axis=1, keepdims=True)
        return self.y_hat

    def ce_loss(self, y_hat, y):
        self.y_hat = y_hat
        self.y = y
        손실 = -np.sum(y * np.log(y_hat + 1e-10)) / y.shape[0]
        return 손실

    def backward(self, d_prev=1, reg_lambda=0):
        return (self.y_hat - self.y) / self.y.shape[0]

    def update(self, 학습률):
        pass

    def summary(self):
        return "소프트맥스"
