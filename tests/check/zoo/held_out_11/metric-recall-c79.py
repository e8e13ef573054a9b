"""Computes (tp + tn) / all for each class, the one-versus-rest accuracy, and not tp / (tp + fn)."""

import numpy as np


class EvaluationMetric:
    def recall(self, y_pred, y_true):
        scores = 0
        for c in range(self.num_class):
            is_true = np.asarray(y_true) == c
            is_pred = np.asarray(y_pred) == c
            right = np.sum(is_true & is_pred) + np.sum(~is_true & ~is_pred)
            scores += right / len(y_true)
        return scores / self.num_class
