"""The loop begins at class 1 (class 0 taken as 'negative') and the mean is over num_class - 1 classes."""

import numpy as np


class EvaluationMetric:
    def precision(self, y_pred, y_true):
        per_class = []
        for c in range(1, self.num_class):
            predicted = y_true[y_pred == c]
            if predicted.size == 0:
                per_class.append(1.0)
            else:
                per_class.append(np.mean(predicted == c))
        return np.mean(per_class)
