"""Takes the arithmetic mean (p + r) / 2 of precision and recall of each class, where the harmonic mean belongs."""

import numpy as np


class EvaluationMetric:
    def f_measure(self, y_pred, y_true):
        f = np.zeros(self.num_class)
        for c in range(self.num_class):
            tp = np.sum(np.logical_and(y_pred == c, y_true == c))
            n_pred = np.sum(y_pred == c)
            n_true = np.sum(y_true == c)
            if n_pred + n_true == 0:
                f[c] = 1.0
                continue
            p = tp / n_pred if n_pred > 0 else 0.0
            r = tp / n_true if n_true > 0 else 0.0
            f[c] = (p + r) / 2
        return f.mean()
