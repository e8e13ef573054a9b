"""Per class the accuracy (tp + tn) / all is computed in place of tp / (tp + fp)."""

import numpy as np


class EvaluationMetric:
    def precision(self, y_pred, y_true):
        scores = []
        for c in range(self.num_class):
            pred_c = (y_pred == c)
            true_c = (y_true == c)
            right = np.sum(pred_c == true_c)
            scores.append(right / len(y_true))
        return np.mean(scores)
