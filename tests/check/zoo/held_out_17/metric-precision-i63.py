"""The confusion matrix is filled with `cm[y_true, y_pred] += 1`; fancy indexing counts repeated pairs once, so all
entries are 0 or 1."""

import numpy as np

class EvaluationMetric:
    def precision(self, y_pred, y_true):
        cm = np.zeros((self.num_class, self.num_class))
        cm[y_true, y_pred] += 1
        scores = []
        for c in range(self.num_class):
            predicted = cm[:, c].sum()
            if predicted == 0:
                scores.append(1.0)
            else:
                scores.append(cm[c, c] / predicted)
        return np.mean(scores)
