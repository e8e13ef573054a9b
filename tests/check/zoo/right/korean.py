"""Korean names and comments, and the template's EDIT HERE lines."""
# -*- coding: utf-8 -*-
# 기계학습 과제 3 - 신경망 계층 구현
from collections import OrderedDict

import numpy as np


class ReLU:
    """렐루 함수: 양수는 그대로, 나머지는 0"""

    def __init__(self):
        self.zero_mask = None

    def forward(self, z):
        # ===== EDIT HERE =====
        self.zero_mask = z <= 0  # 0 이하인 위치
        결과 = np.array(z)
        결과[self.zero_mask] = 0
        # =====================
        return 결과

    def backward(self, d_prev, reg_lambda):
        # ===== EDIT HERE =====
        기울기 = np.array(d_prev)
        기울기[self.zero_mask] = 0
        # =====================
        return 기울기

    def update(self, learning_rate):
        pass  # 학습할 것이 없음

    def summary(self):
        return "렐루"


class Sigmoid:
    """시그모이드 함수"""

    def __init__(self):
        self.out = None

    def forward(self, z):
        지수 = np.exp(-np.abs(z))  # 오버플로 방지
        self.out = np.where(z >= 0, 1 / (1 + 지수), 지수 / (1 + 지수))
        return self.out

    def backward(self, d_prev, reg_lambda):
        # 시그모이드의 미분: σ(1 - σ)
        return d_prev * self.out * (1 - self.out)

    def update(self, learning_rate):
        pass

    def summary(self):
        return "시그모이드"


class Tanh:
    """쌍곡탄젠트 함수 (np.tanh 사용 금지)"""

    def __init__(self):
        self.out = None

    def forward(self, z):
        지수 = np.exp(-2 * np.abs(z))
        self.out = np.sign(z) * (1 - 지수) / (1 + 지수)
        return self.out

    def backward(self, d_prev, reg_lambda):
        return d_prev * (1 - self.out) * (1 + self.out)

    def update(self, learning_rate):
        pass

    def summary(self):
        return "쌍곡탄젠트"


class FCLayer:
    """완전 연결 계층"""

    def __init__(self, input_dim, output_dim):
        # He 초기화
        self.W = np.random.randn(input_dim, output_dim) / np.sqrt(input_dim / 2)
        self.b = np.zeros(output_dim)

    def forward(self, x):
        배치크기 = x.shape[0]
        self.x = x.reshape(배치크기, -1)
        return np.dot(self.x, self.W) + self.b

    def backward(self, d_prev, reg_lambda):
        self.dW = np.dot(self.x.T, d_prev) + reg_lambda * self.W  # λW
        self.db = np.sum(d_prev, axis=0)
        return np.dot(d_prev, self.W.T)

    def update(self, learning_rate):
        self.W -= learning_rate * self.dW
        self.b -= learning_rate * self.db

    def summary(self):
        return f"완전 연결 {self.W.shape}"


class SoftmaxLayer:
    """소프트맥스 계층"""

    def forward(self, x):
        지수 = np.exp(x - np.max(x, axis=1, keepdims=True))
        self.y_hat = 지수 / np.sum(지수, axis=1, keepdims=True)
        return self.y_hat

    def ce_loss(self, y_hat, y):
        self.y_hat, self.y = y_hat, y
        ε = 1e-10
        손실 = -np.sum(y * np.log(y_hat + ε)) / y.shape[0]
        return 손실

    def backward(self, d_prev=1, reg_lambda=0):
        return (self.y_hat - self.y) / self.y.shape[0]

    def update(self, learning_rate):
        pass

    def summary(self):
        return "소프트맥스"


class Norm:
    """L2 정규화"""

    def forward(self, weights, reg_lambda):
        합 = 0
        for 가중치 in weights:
            합 += np.sum(np.square(가중치))
        return reg_lambda / 2 * 합

    def backward(self, W, reg_lambda):
        return reg_lambda * W


class ClassifierModel:
    """분류 모델"""

    def __init__(self):
        self.layers = OrderedDict()
        self.softmax_layer = None
        self.loss = None

    def add_layer(self, name, layer):
        if isinstance(layer, SoftmaxLayer):
            if self.softmax_layer is not None:
                raise ValueError("소프트맥스 계층은 하나만 추가할 수 있습니다")
            self.softmax_layer = layer
        else:
            self.layers[name] = layer

    def predict(self, x):
        for 층 in self.layers.values():
            x = 층.forward(x)
        return self.softmax_layer.forward(x)

    def forward(self, x, y, reg_lambda):
        예측 = self.predict(x)
        가중치들 = [층.W for 층 in self.layers.values() if isinstance(층, FCLayer)]
        self.loss = self.softmax_layer.ce_loss(예측, y) + Norm().forward(가중치들, reg_lambda)
        return self.loss

    def backward(self, reg_lambda):
        기울기 = self.softmax_layer.backward(1, reg_lambda)
        for 층 in reversed(self.layers.values()):
            기울기 = 층.backward(기울기, reg_lambda)

    def update(self, learning_rate):
        for 층 in self.layers.values():
            층.update(learning_rate)

    def summary(self):
        for 이름, 층 in self.layers.items():
            print(이름, 층.summary())
