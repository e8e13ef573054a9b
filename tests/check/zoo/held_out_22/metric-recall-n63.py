"""The confusion matrix has the true class in the rows, but recall divides the diagonal by the column sums
(predicted counts), which is precision."""

import numpy as np


class EvaluationMetric:
    def recall(self, y_pred, y_true):
        cm = np.zeros((self.num_class, self.num_class))
        for p, t in zip(y_pred, y_true):
            cm[t, p] += 1
        total = cm.sum(axis=0)
        tp = np.diag(cm)
        values = np.ones(self.num_class)
        ok = total > 0
        values[ok] = tp[ok] / total[ok]
        return values.mean()
