"""The L2 term is divided by the batch size too (the bracket closes after the penalty): (N*ce + lambda/2 sum
W^2)/N, but the loss has it outside the mean."""

import numpy as np


class ClassifierModel:
    def forward(self, x, y, reg_lambda):
        m = x.shape[0]
        probs = self.predict(x)
        total = self.softmax_layer.ce_loss(probs, y) * m
        total += Norm().forward([l.W for l in self.layers.values() if isinstance(l, FCLayer)], reg_lambda)
        self.loss = float(total / m)
        return self.loss
