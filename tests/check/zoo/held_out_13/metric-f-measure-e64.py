"""cm[y_true, y_pred] += 1 with index arrays counts repeated pairs only once, so the confusion matrix has only
zeros and ones."""

import numpy as np


class EvaluationMetric:
    def f_measure(self, y_pred, y_true):
        cm = np.zeros((self.num_class, self.num_class))
        cm[y_true, y_pred] += 1
        tp = np.diag(cm)
        denom = cm.sum(axis=0) + cm.sum(axis=1)
        f = np.ones(self.num_class)
        ok = denom > 0
        f[ok] = 2 * tp[ok] / denom[ok]
        return np.mean(f)
