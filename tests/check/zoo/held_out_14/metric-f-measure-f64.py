"""The harmonic mean of precision and recall of each class is written p r / (p + r), without the factor 2."""

import numpy as np


class EvaluationMetric:
    def f_measure(self, y_pred, y_true):
        scores = np.zeros(self.num_class)
        for c in range(self.num_class):
            tp = np.count_nonzero((y_pred == c) & (y_true == c))
            n_pred = np.count_nonzero(y_pred == c)
            n_true = np.count_nonzero(y_true == c)
            if n_pred == 0 and n_true == 0:
                scores[c] = 1.0
            elif tp > 0:
                p, r = tp / n_pred, tp / n_true
                scores[c] = p * r / (p + r)
        return scores.mean()
