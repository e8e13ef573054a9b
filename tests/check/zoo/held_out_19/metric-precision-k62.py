"""Confusion matrix with rows = true, columns = predicted, but the diagonal is divided by the row sums: this is the
recall."""

import numpy as np


class EvaluationMetric:
    def precision(self, y_pred, y_true):
        cm = np.zeros((self.num_class, self.num_class))
        for t, p in zip(y_true, y_pred):
            cm[int(t), int(p)] += 1
        vals = np.ones(self.num_class)
        for c in range(self.num_class):
            total = cm[c].sum()
            if total > 0:
                vals[c] = cm[c, c] / total
        return vals.mean()
