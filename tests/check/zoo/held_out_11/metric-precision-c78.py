"""The confusion matrix has true classes as rows, and the diagonal is divided by the row sums (axis=1), which is
the recall."""

import numpy as np


class EvaluationMetric:
    def precision(self, y_pred, y_true):
        cm = np.zeros((self.num_class, self.num_class))
        for t, p in zip(y_true, y_pred):
            cm[t, p] += 1
        tp = np.diag(cm)
        total = cm.sum(axis=1)
        vals = np.where(total > 0, tp / np.maximum(total, 1), 1.0)
        return np.mean(vals)
