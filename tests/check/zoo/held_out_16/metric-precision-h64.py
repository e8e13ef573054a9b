"""Counts true negatives as well: per class it is the accuracy of 'is c / is not c' over all samples, not
tp/(tp+fp)."""

import numpy as np

class EvaluationMetric:
    def precision(self, y_pred, y_true):
        y_pred = np.asarray(y_pred)
        y_true = np.asarray(y_true)
        per_class = []
        for c in range(self.num_class):
            is_c = y_true == c
            said_c = y_pred == c
            if not said_c.any():
                per_class.append(1.0)
                continue
            correct = is_c == said_c
            per_class.append(correct.sum() / len(correct))
        return np.mean(per_class)
