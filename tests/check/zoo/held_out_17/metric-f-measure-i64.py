"""F of a class is the arithmetic mean of precision and recall, `(p + r) / 2`, instead of the harmonic mean 2 p r /
(p + r)."""

import numpy as np

class EvaluationMetric:
    def f_measure(self, y_pred, y_true):
        fs = []
        for c in range(self.num_class):
            pred = (y_pred == c)
            true = (y_true == c)
            hit = np.logical_and(pred, true).sum()
            if pred.sum() + true.sum() == 0:
                fs.append(1.0)
                continue
            p = hit / pred.sum() if pred.sum() > 0 else 0.0
            r = hit / true.sum() if true.sum() > 0 else 0.0
            fs.append((p + r) / 2)
        return sum(fs) / self.num_class
