"""The harmonic mean is written without its factor 2: p r / (p + r) for each class."""

import numpy as np


class EvaluationMetric:
    def f_measure(self, y_pred, y_true):
        total = 0.0
        for c in range(self.num_class):
            tp = float(np.sum((y_pred == c) & (y_true == c)))
            n_pred = np.sum(y_pred == c)
            n_true = np.sum(y_true == c)
            if n_pred + n_true == 0:
                total += 1.0
            elif tp > 0:
                p = tp / n_pred
                r = tp / n_true
                total += p * r / (p + r)
        return total / self.num_class
