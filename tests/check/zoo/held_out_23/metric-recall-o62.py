"""Per class the accuracy (tp + tn) / all is averaged instead of tp / (tp + fn)."""

import numpy as np


class EvaluationMetric:
    def recall(self, y_pred, y_true):
        scores = np.zeros(self.num_class)
        for c in range(self.num_class):
            is_c = (y_true == c)
            said_c = (y_pred == c)
            # how many of the decisions about class c are right
            scores[c] = np.sum(is_c == said_c) / len(y_true)
        return np.mean(scores)
