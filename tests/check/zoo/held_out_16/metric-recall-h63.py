"""Confusion matrix has rows = true, columns = predicted, but the diagonal is divided by the column sums, which is
precision."""

import numpy as np

class EvaluationMetric:
    def recall(self, y_pred, y_true):
        K = self.num_class
        cm = np.zeros((K, K))
        for t, p in zip(y_true, y_pred):
            cm[int(t), int(p)] += 1
        total = cm.sum(axis=0)
        r = np.ones(K)
        ok = total > 0
        r[ok] = np.diag(cm)[ok] / total[ok]
        return r.mean()
