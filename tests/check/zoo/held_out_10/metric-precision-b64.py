"""The denominator counts the true members of the class (tp + fn), not the predicted ones: from a confusion matrix
with the wrong axis summed, so the value is the recall."""

import numpy as np

class EvaluationMetric:
    def precision(self, y_pred, y_true):
        # confusion matrix: rows = true, columns = predicted
        cm = np.zeros((self.num_class, self.num_class))
        for t, p in zip(np.asarray(y_true).ravel(), np.asarray(y_pred).ravel()):
            cm[int(t), int(p)] += 1
        hits = np.diag(cm)
        counts = cm.sum(axis=1)
        per_class = np.ones(self.num_class)
        ok = counts > 0
        per_class[ok] = hits[ok] / counts[ok]
        return np.mean(per_class)
