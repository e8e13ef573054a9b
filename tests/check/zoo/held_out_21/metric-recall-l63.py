"""The confusion matrix has predictions in its rows and the truth in its columns, but the row sums are taken as the
denominator, which is the precision."""

import numpy as np
class EvaluationMetric:
    def recall(self, y_pred, y_true):
        cm = np.zeros((self.num_class, self.num_class))
        for p, t in zip(y_pred, y_true):
            cm[p, t] += 1
        actual = cm.sum(axis=1)
        r = np.ones(self.num_class)
        for c in range(self.num_class):
            if actual[c] > 0:
                r[c] = cm[c, c] / actual[c]
        return r.mean()
