"""tp/(tp + fp + fn) per class: the 2 of the harmonic mean is missing in numerator and denominator (that is the
Jaccard index)."""

import numpy as np

class EvaluationMetric:
    def f_measure(self, y_pred, y_true):
        f = np.ones(self.num_class)
        for c in range(self.num_class):
            p = (y_pred == c)
            t = (y_true == c)
            both = np.logical_and(p, t).sum()
            either = np.logical_or(p, t).sum()
            if either > 0:
                f[c] = both / either
        return f.mean()
